// Matches of two lists that are not told, as pack_matches.rs counts them off from the first task of either list: a number
// below 0 tells by one more than how much the score falls, then come pairs, the left task counted from the one before.
const untold = (numbers, left, right) => {
  const found = [];
  let [score, last] = [1e4, left];
  for (let at = 0; at < numbers.length; ) {
    if (numbers[at] < 0) {
      score += numbers[at] + 1;
      last = left;
      at += 1;
      continue;
    }
    last += numbers[at];
    found.push([last, right + numbers[at + 1], score]);
    at += 2;
  }
  return found;
};
