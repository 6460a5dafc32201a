"""A document as one HTML file: nothing is fetched, nothing runs, and it prints well."""

from __future__ import annotations

import base64
import html
import unicodedata

from ssi_core.report.blocks import Bar, Block, Cell, Chart, Document, Points, Section, Table, Words
from ssi_core.report.svg import inked

#: Nothing may be fetched or run, whatever a text in the document says.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = """
:root{color-scheme:light dark;--ink:#1b2026;--quiet:#50575f;--page:#fff;--line:#d5d9dd;--bar:#0072B2;--soft:#eef1f4}
@media (prefers-color-scheme:dark){:root{--ink:#e9ecef;--quiet:#aeb6be;--page:#15191d;--line:#3a4149;--bar:#56B4E9;
--soft:#20262c}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",
"DejaVu Sans",sans-serif}
main,header,footer{max-width:50rem;margin:0 auto;padding:0 1.25rem;overflow-wrap:break-word}
header{padding-top:2.5rem}
.top{display:flex;justify-content:space-between;align-items:flex-start;gap:1.5rem;border-bottom:2px solid var(--bar);
padding-bottom:1rem}
.top img{max-width:11rem;max-height:4.5rem;background:#fff;padding:.25rem;border-radius:.25rem}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .4rem}
h2{font-size:1.2rem;line-height:1.3;margin:2.4rem 0 .6rem;break-after:avoid}
p{margin:.5rem 0}
.about{margin:0;color:var(--quiet)}
.number{display:flex;align-items:baseline;gap:.9rem;margin:1.4rem 0 .4rem;flex-wrap:wrap}
.number strong{font-size:3.6rem;line-height:1}
.number span{font-size:1.25rem}
.quiet,footer,figcaption{color:var(--quiet);font-size:.92rem}
.scroll{overflow-x:auto}
figure{margin:.8rem 0;break-inside:avoid}
figure svg{width:100%;height:auto;display:block}
table{border-collapse:collapse;width:100%;margin:1rem 0;font-size:.92rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding-bottom:.35rem}
th,td{text-align:left;vertical-align:top;padding:.32rem .7rem .32rem 0;border-bottom:1px solid var(--line);
font-weight:400}
thead th{color:var(--quiet);font-weight:600;vertical-align:bottom}
thead{display:table-header-group}
tr{break-inside:avoid}
.n{text-align:right;white-space:nowrap}
.bar{display:block;width:6rem;height:.7rem;margin-top:.35rem;background:var(--soft);border:1px solid var(--line)}
.bar i{display:block;height:100%;background:var(--bar)}
footer{border-top:1px solid var(--line);margin-top:2.5rem;padding-top:.8rem;padding-bottom:2.5rem}
@page{size:A4;margin:16mm 15mm}
@media print{:root{--ink:#000;--quiet:#444;--page:#fff;--line:#bbb;--bar:#0072B2;--soft:#f2f2f2;color-scheme:light}
html{font-size:13px}body{font-size:1rem}main,header,footer{max-width:none;padding-left:0;padding-right:0}header{padding-top:0}
.bar,.bar i,figure svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}.scroll{overflow:visible}
h2{margin-top:1.6rem}p,li{orphans:3;widows:3}}
@media screen and (max-width:36rem){.b{display:none}.top{flex-direction:column}figure svg{min-width:31rem}}
"""


def html_file(document: Document) -> str:
    """The document as a page of its own.

    Every text of it is escaped, controls are replaced by the sign for that, and texts of a person's take their own
    direction.
    """
    title = _escaped(document.title)
    about = "".join(f'<p class="about" dir="auto">{_escaped(line)}</p>' for line in document.about)
    author = f'<meta name="author" content="{_escaped(document.author)}">' if document.author else ""
    lead = "".join(f"<p>{_escaped(line)}</p>" for line in document.lead)
    number = f"<strong>{_escaped(document.number)}</strong>" if document.number else ""
    head = (
        f'<p class="number">{number}<span>{_escaped(document.beside)}</span></p>'
        if document.number or document.beside
        else ""
    )
    body = "".join(_section(s, i) for i, s in enumerate(document.sections, 1))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title>{author}<meta name="date" content="{document.made.isoformat()}">'
        f"<style>{_STYLE}</style></head>\n<body><header><div class=\"top\"><div><h1>{title}</h1>{about}</div>"
        f"{_logo(document)}</div></header>\n<main>{head}{lead}\n{body}</main>\n"
        f"<footer><p>{_escaped(document.foot)}</p></footer></body></html>\n"
    )


def _escaped(text: str) -> str:
    kept = "".join(
        c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else "\ufffd" for c in text
    )
    return html.escape(kept)


def _logo(document: Document) -> str:
    if document.logo is None:
        return ""
    words = _escaped(f"Logo of {document.author}" if document.author else "Logo")
    data = base64.b64encode(document.logo.png).decode()
    return (
        f'<img src="data:image/png;base64,{data}" alt="{words}" width="{document.logo.width}" '
        f'height="{document.logo.height}" style="width:auto;height:auto">'
    )


def _section(section: Section, number: int) -> str:
    blocks = "\n".join(_block(b, f"s{number}-{i}") for i, b in enumerate(section.blocks, 1))
    return (
        f'<section aria-labelledby="s{number}"><h2 id="s{number}">{_escaped(section.title)}</h2>\n{blocks}</section>\n'
    )


def _block(block: Block, name: str) -> str:
    if isinstance(block, Words):
        kind = ' class="quiet"' if block.quiet else ""
        return f'<p{kind} dir="auto">{_escaped(block.text).replace(chr(10), "<br>")}</p>'
    if isinstance(block, Points):
        return f"<ul>{''.join(f'<li>{_escaped(item)}</li>' for item in block.items)}</ul>"
    if isinstance(block, Chart):
        drawn = inked(block.draw(), "currentColor").replace(
            "<svg ", f'<svg role="img" aria-labelledby="{name}" focusable="false" ', 1
        )
        return (
            f'<figure><div class="scroll" tabindex="0" role="group" aria-labelledby="{name}">{drawn}</div>'
            f'<figcaption id="{name}">{_escaped(block.words)}</figcaption></figure>'
        )
    return _table(block, name)


def _table(table: Table, name: str) -> str:
    def head(i: int) -> str:
        column = table.columns[i]
        kind = ' class="n"' if column.numeric else ""
        # A heading without words is none to whoever listens; the bars are not read either.
        return f'<th scope="col"{kind}>{_escaped(column.title)}</th>' if column.title else '<td class="b"></td>'

    rows = "".join(
        f"<tr>{''.join(_cell(c, i == 0, table.columns[i].numeric) for i, c in enumerate(row))}</tr>\n"
        for row in table.rows
    )
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-labelledby="{name}"><table>'
        f'<caption id="{name}">{_escaped(table.caption)}</caption>'
        f"<thead><tr>{''.join(head(i) for i in range(len(table.columns)))}</tr></thead>\n"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cell(cell: Cell, first: bool, numeric: bool) -> str:
    if isinstance(cell, Bar):
        share = min(1.0, max(0.0, cell.share))
        return f'<td class="b" aria-hidden="true"><span class="bar"><i style="width:{share:.1%}"></i></span></td>'
    text = _escaped(cell).replace("\n", "<br>")
    if first:
        return f'<th scope="row" dir="auto">{text}</th>'
    return f'<td class="n">{text}</td>' if numeric else f'<td dir="auto">{text}</td>'

