"""What surrounds an essay and is not the author's: bylines, editor's leads, licence lines, related posts."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.essay import Block
from briefgen.readers import around
from briefgen.readers.frontmatter import read_date
from briefgen.readers.source import Facts


def is_label(line: str) -> bool:
    """Whether the line says something about the essay: who wrote or translated it, when, where it is from."""
    text = line.strip()
    return bool(around.BYLINE.match(text)) or _is_label(text) or _is_date(text)


def trim_boilerplate(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], Facts]:
    """The author's own blocks, and what the blocks around them say about the essay.

    Only what is certainly not the author's goes: a licence line that stays is seen, a sentence that is lost is not.
    """
    body, tail = _cut_tail([block for block in blocks if not _is_caption(block)])
    body, below = _trim_end(body)
    body, head, facts = _trim_head(body)
    return tuple(body), facts.or_else(_facts_of([*head, *below, *tail]))


def _is_caption(block: Block) -> bool:
    text = block.text
    if len(text) > 80:
        return False
    return bool(around.CAPTION.match(text) or (text.startswith(("（", "(")) and around.CAPTION_IN_BRACKETS.match(text)))


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
    if len(block.text) >= 120 or not around.END.match(block.text):
        return False
    if block.kind == "heading":
        return not any(map(_is_prose, blocks[place + 1 :]))
    if block.kind == "item" and any(
        near.kind == "item" for near in (blocks[place - 1], *blocks[place + 1 : place + 2])
    ):
        return False
    return late or not around.BARE_END.fullmatch(block.text)


def _heads_tail(blocks: list[Block], place: int) -> bool:
    """Whether the block heads what pages have below an essay, and no section of the essay's own comes after it."""
    block = blocks[place]
    if block.kind == "item" or len(block.text) >= 40 or not around.TAIL_HEADING.match(block.text):
        return False
    own = False
    for later in blocks[place + 1 :] if block.kind == "heading" else ():
        if later.kind == "heading":
            own = later.level <= block.level and not around.TAIL_HEADING.match(later.text)
        elif own and _is_prose(later):
            return False
    return True


def _is_prose(block: Block) -> bool:
    return block.kind != "heading" and bool(around.SENTENCE_END.search(block.text)) and not _is_around(block)


def _trim_end(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    end = len(blocks)
    while end > 1 and (_is_around(blocks[end - 1]) or around.COUNTER.match(blocks[end - 1].text)):
        end -= 1
    return blocks[:end], blocks[end:]


def _is_around(block: Block) -> bool:
    """Whether the block is a licence, a credit, a label or a prompt, and no sentence that only begins like one."""
    text = block.text
    if _is_caption(block):
        return True
    if len(text) >= 300:
        return False
    if around.AROUND.match(text):
        return True
    if block.kind == "item":  # `- Source: …` may be of the author's list
        return bool(around.SURE_LABEL.match(text))
    return _is_label(text) or (bool(around.PROMPT.match(text)) and not around.SENTENCE_END.search(text))


def _is_label(text: str) -> bool:
    """Whether the line is a label with what it says, and no sentence that goes on behind a colon."""
    if around.DATED.match(text):
        return len(text) < 60 and bool(read_date(text))
    return bool(around.SURE_LABEL.match(text)) or (
        bool(around.LABEL.match(text)) and not around.SENTENCE_END.search(text)
    )


def _trim_head(blocks: list[Block]) -> tuple[list[Block], list[Block], Facts]:
    """Drop bylines, labels and editor's leads among the first blocks; other blocks there stay."""
    kept: list[Block] = []
    dropped: list[Block] = []
    author = published = ""
    for place, block in enumerate(blocks[:12]):
        byline = around.BYLINE.match(block.text) if len(block.text) < 150 else None
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
    host = around.HOST.match(block.text) and not around.SENTENCE_END.search(block.text)
    return bool(host or around.EDITORS_LEAD.match(block.text)) or _is_around(block) or _is_date(block.text)


def _is_authors_heading(heading: Block, blocks: Sequence[Block]) -> bool:
    """Whether the heading is a part of the essay: all are but a site, a byline, a sure label, and the only date."""
    text = heading.text
    if (around.HOST.match(text) and text.split()[0].count(".") > 1) or around.SURE_LABEL.match(text):
        return False
    if _is_date(text):
        return sum(block.kind == "heading" and _is_date(block.text) for block in blocks) > 1
    return not around.BYLINE.match(text) or text.lower().startswith("by")


def _is_date(text: str) -> bool:
    """Whether the line is a date and no more: 2015年5月：起步 is the author's."""
    if len(text) >= 40 or text[-1:] in "。！？!?…" or not read_date(text):
        return False
    return not around.BESIDE_DATE.sub("", text)


def _facts_of(blocks: Sequence[Block]) -> Facts:
    """The author, where a note beside the essay names one."""
    for block in blocks[:12]:
        if match := around.AUTHOR_WITHIN.search(block.text) if len(block.text) < 300 else None:
            return Facts(author=match.group(1))
        if match := around.AUTHOR_NOTE.match(block.text):
            return Facts(author=match.group(1))
    return Facts()
