#!/usr/bin/env python3
"""make_ofd.py OUT.ofd: an OFD file as GB/T 33190 has it, from the pages at the end of this script.

A page is a list of lines `(left, base, words)` and tables `(left, top, widths, rows)`; a cell's words go on in the next line
where it is full. Characters of Chinese are one em apart, digits half of one."""
import sys, zipfile
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.0
PITCH = 7.0


def em(c):
    return 1.0 if c > '⺀' else 0.5


class Page:
    def __init__(self):
        self.objects, self.ids = [], 100

    def id(self):
        self.ids += 1
        return self.ids

    def words(self, left, base, words, size=SIZE):
        steps = ' '.join(f'{em(c) * size:g}' for c in words[:-1])
        width = sum(map(em, words)) * size
        self.objects.append(
            f'<ofd:TextObject ID="{self.id()}" Boundary="{left:g} {base - size:g} {width:g} {size * 1.3:g}" Font="3" Size="{size:g}">'
            f'<ofd:TextCode X="0" Y="{size:g}"{f" DeltaX={chr(34)}{steps}{chr(34)}" if steps else ""}>{escape(words)}</ofd:TextCode></ofd:TextObject>')

    def rule(self, x0, y0, x1, y1):
        self.objects.append(
            f'<ofd:PathObject ID="{self.id()}" Boundary="{x0:g} {y0:g} {x1 - x0 + .2:g} {y1 - y0 + .2:g}" LineWidth="0.2">'
            f'<ofd:AbbreviatedData>M 0.1 0.1 L {x1 - x0 + .1:g} {y1 - y0 + .1:g}</ofd:AbbreviatedData></ofd:PathObject>')

    def table(self, left, top, widths, rows):
        edges = [left + sum(widths[:at]) for at in range(len(widths) + 1)]
        y = top
        self.rule(edges[0], y, edges[-1], y)
        for row in rows:
            cells = [wrapped(cell, width - 3) for cell, width in zip(row, widths)]
            high = max(map(len, cells)) * PITCH + 2
            for cell, x in zip(cells, edges):
                for at, line in enumerate(cell):
                    if line:
                        self.words(x + 1.5, y + SIZE + 1.5 + at * PITCH, line)
            self.rule(edges[0], y + high, edges[-1], y + high)
            for x in edges:
                self.rule(x, y, x, y + high)
            y += high


def wrapped(words, width):
    lines, room = [''], width
    for c in words:
        if room < em(c) * SIZE:
            lines.append('')
            room = width
        lines[-1] += c
        room -= em(c) * SIZE
    return lines


def page_xml(objects, template=''):
    return f'{HEAD}<ofd:Page {NS}>{template}<ofd:Content><ofd:Layer ID="50" Type="Body">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'


def write(path, title, pages, under):
    zip_ = zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED)

    def add(name, text):
        info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        zip_.writestr(info, text)

    add('OFD.xml', f'{HEAD}<ofd:OFD {NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID><ofd:Title>{title}</ofd:Title>'
        '</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>')
    list_ = ''.join(f'<ofd:Page ID="{at + 1}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
    add('Doc_0/Document.xml', f'{HEAD}<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>'
        '</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:TemplatePage ID="40" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        f'<ofd:Pages>{list_}</ofd:Pages></ofd:Document>')
    add('Doc_0/PublicRes.xml', f'{HEAD}<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="仿宋"/></ofd:Fonts></ofd:Res>')
    add('Doc_0/Tpls/Tpl_0/Content.xml', page_xml(under.objects))
    for at, page in enumerate(pages):
        template = '<ofd:Template TemplateID="40" ZOrder="Background"/>'
        add(f'Doc_0/Pages/Page_{at}/Content.xml', page_xml(page.objects, template))


def main():
    under = Page()
    under.words(24, 16, '榆溪县人民政府办公室文件', 4)
    first, second = Page(), Page()
    first.words(40, 40, '榆溪县人民政府办公室关于印发2024年', 6)
    first.words(46, 50, '政府工作报告重点任务分工的通知', 6)
    first.words(80, 62, '榆政办发〔2024〕9号')
    base = 76
    for left, line in [
        (24, '各乡镇人民政府，县政府各部门：'),
        (34, '现将2024年《政府工作报告》重点任务分工印发给你们，请各牵头单'),
        (24, '位于3月15日前将实施方案报县政府督查室。'),
        (124, '榆溪县人民政府办公室'),
        (134, '2024年2月26日'),
    ]:
        first.words(left, base, line)
        base += 9
    first.words(70, 134, '重点任务分工表', 6)
    widths = [14, 84, 32, 32]
    head = ['序号', '工作任务', '牵头单位', '配合单位']
    first.table(24, 140, widths, [
        head,
        ['1', '新建高标准农田2.6万亩，粮食播种面积稳定在48万亩以上。', '县农业农村局', '县水利局、各乡镇'],
        ['2', '实施老旧小区改造17个，惠及居民2300户。', '县住建局', '县财政局、县城管局'],
        ['3', '规上工业增加值增长7.5%左右。', '县工信局', '县统计局'],
    ])
    first.words(100, 285, '— 1 —', 4)
    second.table(24, 30, widths, [
        head,
        ['4', '新增普惠性托位260个，建成乡镇敬老院3所。', '县卫健局', '县民政局'],
        ['5', '改造农村公路85公里。', '县交通运输局', '各乡镇'],
    ])
    second.words(100, 285, '— 2 —', 4)
    write(sys.argv[1], '榆溪县人民政府办公室关于印发2024年政府工作报告重点任务分工的通知', [first, second], under)


main()
