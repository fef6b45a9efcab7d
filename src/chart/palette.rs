//! Colours: told apart by colour-blind readers, in print and on a screen.

use plotters::style::RGBColor;

pub(super) type Colour = RGBColor;

/// A colour by its parts.
pub(super) const fn rgb(red: u8, green: u8, blue: u8) -> Colour {
    RGBColor(red, green, blue)
}

pub(super) const PAPER: Colour = RGBColor(255, 255, 255);
/// Titles and figures.
pub(super) const INK: Colour = RGBColor(24, 32, 42);
/// Names and notes; on white 6.6 to 1.
pub(super) const GREY: Colour = RGBColor(84, 95, 107);
/// Lines that guide the eye.
pub(super) const RULE: Colour = RGBColor(226, 231, 236);
/// The bed of a bar or an empty cell.
pub(super) const BED: Colour = RGBColor(244, 246, 248);
/// The colour of a chart with one thing to say.
pub(super) const ACCENT: Colour = RGBColor(20, 84, 140);

/// Lead, responsible, support: from strong to faint, as the duty is.
pub(super) const ROLES: [Colour; 3] = [RGBColor(20, 72, 124), RGBColor(74, 150, 196), RGBColor(184, 203, 217)];

/// Things without an order. Source: the palette of Okabe and Ito (2008), its yellow replaced for white paper.
pub(super) const KINDS: [Colour; 8] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    RGBColor(230, 159, 0),
    RGBColor(106, 61, 154),
    RGBColor(84, 95, 107),
];

const STEPS: usize = 9;

/// The colour of `share` between 0 and 1, in nine steps from nearly white to dark blue.
pub(super) fn ramp(share: f64) -> Colour {
    const STOPS: [(f64, [f64; 3]); 4] = [
        (0.0, [235.0, 243.0, 250.0]),
        (0.4, [146.0, 194.0, 224.0]),
        (0.7, [58.0, 130.0, 184.0]),
        (1.0, [12.0, 58.0, 112.0]),
    ];
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let share = (share * (STEPS - 1) as f64).round() / (STEPS - 1) as f64;
    let upper = STOPS.iter().position(|stop| share <= stop.0).unwrap_or(STOPS.len() - 1).max(1);
    let ((from, low), (to, high)) = (STOPS[upper - 1], STOPS[upper]);
    let part = (share - from) / (to - from);
    let mix = |i: usize| (low[i] + (high[i] - low[i]) * part).round() as u8;
    RGBColor(mix(0), mix(1), mix(2))
}

/// Dark or white letters, whichever reads better on `ground`.
pub(super) fn letters_on(ground: Colour) -> Colour {
    if contrast(PAPER, ground) > contrast(INK, ground) { PAPER } else { INK }
}

/// Contrast of two colours as WCAG 2 defines it: 1 (none) to 21.
pub(super) fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(RGBColor(r, g, b): Colour) -> f64 {
    let part = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_can_be_read() {
        for ground in [PAPER, BED] {
            assert!(contrast(GREY, ground) >= 4.5);
        }
        let grounds = ROLES.into_iter().chain((0..STEPS).map(|i| ramp(i as f64 / (STEPS - 1) as f64)));
        for ground in grounds {
            assert!(contrast(letters_on(ground), ground) >= 4.0, "{ground:?}");
        }
        for kind in KINDS {
            assert!(contrast(kind, PAPER) >= 2.0, "{kind:?}");
        }
    }

    #[test]
    fn the_ramp_darkens() {
        let steps: Vec<f64> = (0..=100).map(|i| luminance(ramp(f64::from(i) / 100.0))).collect();
        assert!(steps.windows(2).all(|pair| pair[1] <= pair[0]));
        assert_eq!(ramp(f64::NAN), ramp(0.0));
        assert_eq!(ramp(7.0), ramp(1.0));
    }
}
