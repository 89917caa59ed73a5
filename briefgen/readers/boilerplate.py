"""What surrounds an essay and is not the author's: bylines, editor's leads, licence lines, related posts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.essay import Block
from briefgen.patterns import lazy_pattern
from briefgen.readers.frontmatter import read_date
from briefgen.readers.source import Facts

_WORD = r"[^\s/|｜，,；;。：:()（）]{1,20}"
_NAME = rf"({_WORD}(?:[ ·•.]{_WORD}){{0,3}})"
_BYLINE = lazy_pattern(
    rf"^(?:(?:文|(?:原文|本文)?作者|撰[文稿]|口述|text|author)\s*[/|｜丨:：／]|(?:written )?by\b[:\s])\s*{_NAME}\s*$",
    re.I,
)
_AUTHOR_WITHIN = lazy_pattern(rf"作者\s*[：:|｜]\s*{_NAME}")
_LABEL = lazy_pattern(
    r"^(?:原文(?:地址|作者|链接|标题)?|译文出自|本文永久链接|(?:翻?译|校对?|编辑|审校|编译|责编|责任编辑|出品|来源|公众号)者?"
    r"|微信公众号|题图|头图|封面|发布(?:时间|日期)|时间|日期|dated?|tags?|categor(?:y|ies)|source|published(?: on)?)"
    r"\s*[：:|｜/]",
    re.I,
)
_END = lazy_pattern(
    r"^[\s\-—–_=*~·（(【\[]*(?:(?:全文|本文|正文)?完|完结|THE ?END|The End|END|FIN)[\s\-—–_=*~·。）)】\]]*$"
    r"|^（?全文完[，。,）]?.{0,20}$"
)
_TAIL_HEADING = lazy_pattern(
    r"^[#\s【\[]*(?:相关(?:推荐|阅读|文章|链接)|(?:推荐|延伸|扩展)阅读|猜你喜欢|热门(?:文章|推荐)|更多(?:文章|阅读|精彩)"
    r"|参考(?:文献|资料|链接)|注[释解]|(?:最新|全部|精彩|网友)?评论|留言|专栏作家|作者(?:简介|介绍|信息)?|关于作者|版权声明|免责声明"
    r"|related(?: (?:posts|articles|reading|stories))?|read (?:more|next)|further reading|references|footnotes|notes"
    r"|comments|about the author|you may also like|share this|leave a (?:reply|comment))[#\s：:】\]]*$",
    re.I,
)
_EDITORS_LEAD = lazy_pattern(
    r"^[【\[（(]?(?:编辑?导语|编者[按的]话?|编辑?按|导[语读]|小编按|editor[’']?s? note)[】\]）)]?\s*[：:|｜]", re.I
)
_AROUND = lazy_pattern(
    r"^[（(【\[]?(?:本文(?:来自|来源|原创|首发|转载|转自|(?:内容)?仅|[由系为].{0,30}(?:原创|首发|发布|授权|编译|翻译|出品|投稿|作者))"
    r"|(?:题图|头图|图片|封面图?|配图|图)\s*(?:来[自源]|源自?|[/：:])|图源|©|未经(?:许可|授权|允许|作者)|转载[请需]"
    r"|版权(?:声明|所有|归|©)|欢迎(?:转载|关注|分享)|点击(?:[上下左右]|关注|阅读|图片|链接|购买|进入)|扫码|长按|跳转到|阅读原文"
    r"|文章[：:]?\s*来源|给作者打赏|赞赏$|喜欢就|copyright\s*(?:©|\(c\)|\d{4})|all rights reserved"
    r"|(?:photo(?:s|graph)?|image)(?: courtesy| by| credit)|originally published"
    r"|this (?:post|article|essay)(?: was)? (?:originally|first) )",
    re.I,
)
_CAPTION = lazy_pattern(
    r"^[（(【\[▲△↑]?\s*(?:图片?来源|图片来自|图源|(?:题|头|配)图来?[自源：:]|(?:photo|image|picture|illustration)s?"
    r" (?:by|courtesy|credit|source))|^[（(][^）)]{0,60}(?:图片?来[自源]|图源)[^）)]{0,30}[）)]$",
    re.I,
)
_HOST = lazy_pattern(r"^(?:[\w-]+\.){1,3}(?:com|cn|net|org|io|me|co)(?![A-Za-z0-9.])\S{0,20}(?: \S{1,20}){0,4}$")
_COUNTER = lazy_pattern(r"^[(（\[]?\d{1,6}[)）\]]?$|^\d+人(?:打赏|点赞|喜欢)$")
_AUTHOR_NOTE = lazy_pattern(
    r"^([\u4e00-\u9fff]{2,4}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})(?:，|,| is\b).{0,60}?"
    r"(?:作家|作者|撰稿人|评论员|记者|研究员|教授|columnist|writer|author|editor|professor|journalist)"
)


def is_label(line: str) -> bool:
    """Whether the line says something about the essay: who wrote or translated it, when, where it is from."""
    return bool(_BYLINE.match(line.strip()) or _LABEL.match(line.strip()) or _is_date(line.strip()))


def trim_boilerplate(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], Facts]:
    """The author's own blocks, and what the blocks around them say about the essay."""
    body, tail = _cut_tail([block for block in blocks if len(block.text) > 80 or not _CAPTION.match(block.text)])
    body, around = _trim_end(body)
    body, head, facts = _trim_head(body)
    return tuple(body), facts.or_else(_facts_of([*head, *around, *tail]))


def _cut_tail(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Cut at the first end mark or tail heading below which the essay cannot go on."""
    total = sum(len(block.text) for block in blocks)
    read = 0
    for place, block in enumerate(blocks):
        if read and len(block.text) < 120 and _END.match(block.text):
            return blocks[:place], blocks[place:]
        if 2 * read > total and len(block.text) < 40 and _TAIL_HEADING.match(block.text):
            return blocks[:place], blocks[place:]
        read += len(block.text)
    return blocks, []


def _trim_end(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    end = len(blocks)
    while end > 1 and (_is_around(blocks[end - 1]) or _COUNTER.match(blocks[end - 1].text)):
        end -= 1
    return blocks[:end], blocks[end:]


def _is_around(block: Block) -> bool:
    text = block.text
    return len(text) < 300 and bool(_AROUND.match(text) or _LABEL.match(text))


def _trim_head(blocks: list[Block]) -> tuple[list[Block], list[Block], Facts]:
    """Drop bylines, labels and editor's leads among the first blocks; other blocks there stay."""
    kept: list[Block] = []
    dropped: list[Block] = []
    author = published = ""
    for place, block in enumerate(blocks[:12]):
        byline = _BYLINE.match(block.text) if len(block.text) < 150 else None
        around = _EDITORS_LEAD.match(block.text) or _is_around(block) or _is_date(block.text) or _HOST.match(block.text)
        if byline or around:
            dropped.append(block)
            author = author or (byline.group(1) if byline else "")
            published = published or (read_date(block.text) if len(block.text) < 60 else "")
        else:
            kept.append(block)
            if place > 4 and len(block.text) > 60:
                break
    rest = blocks[len(kept) + len(dropped) :]
    return kept + rest, dropped, Facts(author=author, published=published)


def _is_date(text: str) -> bool:
    """Whether the line is a date, not a short sentence that names one."""
    return len(text) < 30 and text[-1:] not in "。！？!?…" and bool(read_date(text))


def _facts_of(blocks: Sequence[Block]) -> Facts:
    """The author, where a note beside the essay names one."""
    for block in blocks[:12]:
        if match := _AUTHOR_WITHIN.search(block.text) if len(block.text) < 300 else None:
            return Facts(author=match.group(1))
        if match := _AUTHOR_NOTE.match(block.text):
            return Facts(author=match.group(1))
    return Facts()
