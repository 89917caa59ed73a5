"""What surrounds an essay and is not the author's: bylines, editor's leads, licence lines, related posts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.essay import Block
from briefgen.patterns import lazy_pattern
from briefgen.readers.frontmatter import read_date
from briefgen.readers.source import Facts

_WORD = r"[^\s/|｜，,；;。：:()（）？?！!]{1,20}"
_NAME = rf"({_WORD}(?:[ ·•.]{_WORD}){{0,3}})"
_BYLINE = lazy_pattern(
    r"^(?:(?:文|(?:原文|本文)?作者|撰[文稿]|口述|text|author)\s*[/|｜丨:：／]"
    rf"|(?:written )?by\b[:\s](?=\s*(?-i:[^a-z\d])))\s*{_NAME}\s*$",
    re.I,
)
_AUTHOR_WITHIN = lazy_pattern(rf"作者\s*[：:|｜]\s*{_NAME}")
_SURE_LABEL = lazy_pattern(
    r"^(?:原文(?:地址|作者|链接|标题)?|译文出自|本文永久链接|[译校]者|校对者?|审校者?|责编|责任编辑|微信公众号)\s*[：:|｜/]"
)
_LABEL = lazy_pattern(
    r"^(?:翻?译者?|校对?|编辑|编译|出品|来源|公众号|题图|头图|封面|tags?|categor(?:y|ies)|source)\s*[：:|｜/]", re.I
)
_DATED = lazy_pattern(
    r"^(?:(?:发布|更新|发表)?(?:时间|日期)|dated?|published(?: on)?|posted(?: on)?|updated(?: on)?)\s*[：:|｜/]", re.I
)
_BESIDE_DATE = lazy_pattern(
    r"[\W\d_]|发[布表]于?|更新于?|首发于?|时间|日期|阅读量?|浏览量?|评论|[上下]午|(?:星期|周)[一二三四五六日天]|[年月日号时分次]"
    r"|(?<![a-z])(?:posted|published|updated|last|on|at|[ap]m|gmt|utc|min(?:ute)?s?|read|st|nd|rd|th|t|z"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?"
    r"|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])",
    re.I,
)
"""What may stand with a date on a line of its own: the day of the week, the hour, how many have read it."""
_END = lazy_pattern(
    r"^[\s\-—–_=*~·（(【\[]*(?:(?:全文|本文|正文)?完|完结|THE ?END|The End|END|FIN)[\s\-—–_=*~·。）)】\]]*$"
    r"|^（?全文完[，。,）]?.{0,20}$"
)
_BARE_END = lazy_pattern(r"[A-Za-z ]+")
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
    r"^[（(【\[]?(?:本文(?:首发(?:于|[：:，])|转自|转载(?:自|[：:，])|原创(?:首发|发布|文章|作者|[，。：:]|$)|(?:内容|观点)?仅(?:代表|供)"
    r"|(?:来自|来源)(?:于|自)?\s*(?:[：:“「《@]|.{0,20}(?:公众号|作者[：:]))"
    r"|由(?!此)[^，。]{1,30}(?:原创|首发|发布|授权|编译|翻译|出品|投稿)|[系为][^，。]{0,16}(?:原创|投稿|授权|编译|个人观点))"
    r"|未经.{0,16}(?:不得|禁止|请勿|谢绝|严禁|不准|拒绝)[^，。]{0,10}(?:转载|复制|摘编|使用|引用|刊登|传播|镜像)(?!的)"
    r"|未经.{1,10}转载.{0,6}(?:必究|追究|侵权)"
    r"|©|转载(?:请(?!求)|需(?:要|经|征得)?(?:授权|注明|保留|联系|标明|作者|许可))"
    r"|版权(?:声明[：:]|所有(?![^\s，。：:©；;（(])|©|归[^谁何？]{1,24}所有(?![^\s，。；！]))"
    r"|欢迎(?:转载|关注(?:[：:“「@]|.{0,8}(?:公众号|微信|微博))|分享(?:[给到至]|本文|转发))|给作者打赏|赞赏$"
    r"|copyright\s*(?:©|\(c\)|\d{4}(?:\s*[-–]\s*\d{2,4})?(?:[,.]?\s+(?:by\s+)?(?-i:[A-Z])[^.!?]{0,60})?\.?"
    r"(?:\s*all rights reserved\.?)?$)|all rights reserved(?:[.,;]|$)"
    r"|originally (?:published|posted) (?:at|on|in|by) [^,.;]{1,80}(?:, (?-i:[A-Z\d])[^,.;]{0,30})*\.?$"
    r"|this (?:post|article|essay|piece)(?: was)? (?:originally|first) (?:appeared|published|posted|printed|ran)\b)",
    re.I,
)
"""Each of these says the thing itself: no sentence of an essay happens to begin so."""
_PROMPT = lazy_pattern(
    r"^[（(【\[]?(?:点击(?:[上下左右]|关注|阅读|图片|链接|购买|进入)|扫码|长按|跳转到|阅读原文|喜欢就|欢迎(?:关注|分享)"
    r"|文章[：:]?\s*来源)"
)
"""What a page asks of its reader; an essay may begin a sentence so, which then ends as one."""
_SIGN = r"(?-i:[A-Z@])[\w.@'’&-]*"
_CAPTION = lazy_pattern(
    r"^[（(【\[▲△↑]?\s*(?:(?:(?:图片|图|题图|头图|封面图?|配图)\s*(?:来源|来自|源自?)|(?:[题头配]图|图片|封面图?)\s*[/：:]|图\s*/)"
    r"[^，。！？,!?]{0,40}(?:[，,]?(?:侵删|侵权.{0,4}删除?|已获授权))?[。）)】\]]*$"
    r"|(?:photo(?:graph)?|image|picture|illustration)s? (?:(?:courtesy of|credits?:|source:)[^.!?]{1,60}"
    rf"|(?:by|courtesy|credits?|source) {_SIGN}(?:,? (?:of|on|via|for|from|and|/|{_SIGN})){{0,6}})\.?[)\]]?$)"
    r"|^[（(][^）)]{0,60}(?:图片?来[自源]|图源)[^）)]{0,30}[）)]$",
    re.I,
)
_SENTENCE_END = lazy_pattern(r"[。！？!?…][”’」』）)\"']*$|[a-z\d]\.[”’)\"']*$")
_HOST = lazy_pattern(r"^(?:[\w-]+\.){1,3}(?:com|cn|net|org|io|me|co)(?![A-Za-z0-9.])\S{0,20}(?: \S{1,20}){0,4}$")
_COUNTER = lazy_pattern(r"^[(（\[]?\d{1,6}[)）\]]?$|^\d+人(?:打赏|点赞|喜欢)$")
_AUTHOR_NOTE = lazy_pattern(
    r"^([\u4e00-\u9fff]{2,4}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})(?:，|,| is\b).{0,60}?"
    r"(?:作家|作者|撰稿人|评论员|记者|研究员|教授|columnist|writer|author|editor|professor|journalist)"
)


def is_label(line: str) -> bool:
    """Whether the line says something about the essay: who wrote or translated it, when, where it is from."""
    text = line.strip()
    return bool(_BYLINE.match(text)) or _is_label(text) or _is_date(text)


def trim_boilerplate(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], Facts]:
    """The author's own blocks, and what the blocks around them say about the essay.

    Only what is certainly not the author's goes: a licence line that stays is seen, a sentence that is lost is not.
    """
    body, tail = _cut_tail([block for block in blocks if not _is_caption(block)])
    body, around = _trim_end(body)
    body, head, facts = _trim_head(body)
    return tuple(body), facts.or_else(_facts_of([*head, *around, *tail]))


def _is_caption(block: Block) -> bool:
    return len(block.text) <= 80 and bool(_CAPTION.match(block.text))


def _cut_tail(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Cut at the first end mark or tail heading below which the essay cannot go on."""
    total = sum(len(block.text) for block in blocks)
    read = 0
    for place, block in enumerate(blocks):
        late = 2 * read > total
        if read and (_is_end(blocks, place, late) or (late and _heads_tail(blocks, place))):
            return blocks[:place], blocks[place:]
        read += len(block.text)
    return blocks, []


def _is_end(blocks: list[Block], place: int, late: bool) -> bool:
    """Whether the block is a mark of the end: a heading or an item may be a part of the essay that is called so."""
    block = blocks[place]
    if len(block.text) >= 120 or not _END.match(block.text):
        return False
    if block.kind == "heading":
        return not any(map(_is_prose, blocks[place + 1 :]))
    if block.kind == "item" and any(
        near.kind == "item" for near in (blocks[place - 1], *blocks[place + 1 : place + 2])
    ):
        return False
    return late or not _BARE_END.fullmatch(block.text)


def _heads_tail(blocks: list[Block], place: int) -> bool:
    """Whether the block heads what pages have below an essay, and no section of the essay's own comes after it."""
    block = blocks[place]
    if block.kind == "item" or len(block.text) >= 40 or not _TAIL_HEADING.match(block.text):
        return False
    own = False
    for later in blocks[place + 1 :] if block.kind == "heading" else ():
        if later.kind == "heading":
            own = later.level <= block.level and not _TAIL_HEADING.match(later.text)
        elif own and _is_prose(later):
            return False
    return True


def _is_prose(block: Block) -> bool:
    return block.kind != "heading" and bool(_SENTENCE_END.search(block.text)) and not _is_around(block)


def _trim_end(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    end = len(blocks)
    while end > 1 and (_is_around(blocks[end - 1]) or _COUNTER.match(blocks[end - 1].text)):
        end -= 1
    return blocks[:end], blocks[end:]


def _is_around(block: Block) -> bool:
    """Whether the block is a licence, a credit, a label or a prompt, and no sentence that only begins like one."""
    text = block.text
    if _is_caption(block):
        return True
    if len(text) >= 300:
        return False
    if _AROUND.match(text):
        return True
    if block.kind == "item":  # `- Source: …` may be of the author's list
        return bool(_SURE_LABEL.match(text))
    return _is_label(text) or (bool(_PROMPT.match(text)) and not _SENTENCE_END.search(text))


def _is_label(text: str) -> bool:
    """Whether the line is a label with what it says, and no sentence that goes on behind a colon."""
    if _DATED.match(text):
        return len(text) < 60 and bool(read_date(text))
    return bool(_SURE_LABEL.match(text)) or (bool(_LABEL.match(text)) and not _SENTENCE_END.search(text))


def _trim_head(blocks: list[Block]) -> tuple[list[Block], list[Block], Facts]:
    """Drop bylines, labels and editor's leads among the first blocks; other blocks there stay."""
    kept: list[Block] = []
    dropped: list[Block] = []
    author = published = ""
    for place, block in enumerate(blocks[:12]):
        byline = _BYLINE.match(block.text) if len(block.text) < 150 else None
        if _is_authors_heading(block, blocks) if block.kind == "heading" else not (byline or _is_head(block)):
            kept.append(block)
            if place > 4 and len(block.text) > 60:
                break
        else:
            dropped.append(block)
            author = author or (byline.group(1) if byline else "")
            published = published or (read_date(block.text) if len(block.text) < 60 else "")
    rest = blocks[len(kept) + len(dropped) :]
    return kept + rest, dropped, Facts(author=author, published=published)


def _is_head(block: Block) -> bool:
    """Whether the block is what a page puts above an essay; a byline aside."""
    host = _HOST.match(block.text) and not _SENTENCE_END.search(block.text)
    return bool(host or _EDITORS_LEAD.match(block.text)) or _is_around(block) or _is_date(block.text)


def _is_authors_heading(heading: Block, blocks: Sequence[Block]) -> bool:
    """Whether the heading is a part of the essay: all are but a site, a byline, a sure label, and the only date."""
    text = heading.text
    if (_HOST.match(text) and text.split()[0].count(".") > 1) or _SURE_LABEL.match(text):
        return False
    if _is_date(text):
        return sum(block.kind == "heading" and _is_date(block.text) for block in blocks) > 1
    return not _BYLINE.match(text) or text.lower().startswith("by")


def _is_date(text: str) -> bool:
    """Whether the line is a date and no more: 2015年5月：起步 is the author's."""
    if len(text) >= 40 or text[-1:] in "。！？!?…" or not read_date(text):
        return False
    return not _BESIDE_DATE.sub("", text)


def _facts_of(blocks: Sequence[Block]) -> Facts:
    """The author, where a note beside the essay names one."""
    for block in blocks[:12]:
        if match := _AUTHOR_WITHIN.search(block.text) if len(block.text) < 300 else None:
            return Facts(author=match.group(1))
        if match := _AUTHOR_NOTE.match(block.text):
            return Facts(author=match.group(1))
    return Facts()
