"""The words of what surrounds an essay, in Chinese and English: bylines, labels, licences, prompts, captions."""

from __future__ import annotations

import re

from briefgen.patterns import lazy_pattern

_BEFORE_WORDS = (
    "-—–_=*~·#（(【[▲△↑ \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""Marks that may stand before the words of an opening, and all white space."""


class Opening:
    """What a line opens with, in Chinese or in English, the case of letters aside: an expression for either.

    `begins` holds the first characters of what they find, in lower case and without the marks that may stand before
    them. As most lines begin otherwise, and in one script, most expressions are never compiled.
    """

    def __init__(self, begins: str, chinese: str, latin: str = "", flags: int = re.IGNORECASE) -> None:
        self._begins = begins
        self.chinese, self.latin = lazy_pattern(chinese), lazy_pattern(latin, flags)

    def match(self, text: str) -> re.Match[str] | None:
        first = text.lstrip(_BEFORE_WORDS)[:1].casefold()
        if not first or first not in self._begins:
            return None
        return (self.latin if first.isascii() or first == "©" else self.chinese).match(text)


_WORD = r"[^\s/|｜，,；;。：:()（）？?！!]{1,20}"
_NAME = rf"({_WORD}(?:[ ·•.]{_WORD}){{0,3}})"
_COLON = r"\s*[：:|｜/]"
BYLINE = Opening(
    "文原本作撰口tawb",
    rf"^(?:文|(?:原文|本文)?作者|撰[文稿]|口述)\s*[/|｜丨:：／]\s*{_NAME}\s*$",
    rf"^(?:(?:text|author)\s*[/|｜丨:：／]|(?:written )?by\b[:\s](?=\s*(?-i:[^a-z\d])))\s*{_NAME}\s*$",
)
AUTHOR_WITHIN = lazy_pattern(rf"作者\s*[：:|｜]\s*{_NAME}")
SURE_LABEL = Opening(
    "原译本校审责微",
    rf"^(?:原文(?:地址|作者|链接|标题)?|译文出自|本文永久链接|[译校]者|校对者?|审校者?|责编|责任编辑|微信公众号){_COLON}",
)
LABEL = Opening(
    "翻译校编出来公题头封tcs",
    rf"^(?:翻?译者?|校对?|编辑|编译|出品|来源|公众号|题图|头图|封面){_COLON}",
    rf"^(?:tags?|categor(?:y|ies)|source){_COLON}",
)
DATED = Opening(
    "发更时日dpu",
    rf"^(?:(?:发布|更新|发表)?(?:时间|日期)){_COLON}",
    rf"^(?:dated?|published(?: on)?|posted(?: on)?|updated(?: on)?){_COLON}",
)
BESIDE_DATE = lazy_pattern(
    r"[\W\d_]|发[布表]于?|更新于?|首发于?|时间|日期|阅读量?|浏览量?|评论|[上下]午|(?:星期|周)[一二三四五六日天]|[年月日号时分次]"
    r"|(?<![a-z])(?:posted|published|updated|last|on|at|[ap]m|gmt|utc|min(?:ute)?s?|read|st|nd|rd|th|t|z"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?"
    r"|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])",
    re.I,
)
"""What may stand with a date on a line of its own: the day of the week, the hour, how many have read it."""
_FRAME, _FRAME_END = r"^[\s\-—–_=*~·（(【\[]*", r"[\s\-—–_=*~·。）)】\]]*$"
END = Opening(
    "全本正完tef",
    rf"{_FRAME}(?:(?:全文|本文|正文)?完|完结){_FRAME_END}|^（?全文完[，。,）]?.{{0,20}}$",
    rf"{_FRAME}(?:THE ?END|The End|END|FIN){_FRAME_END}",
    0,
)
BARE_END = lazy_pattern(r"[A-Za-z ]+")
TAIL_HEADING = Opening(
    "相推延扩猜热更参注最全精网评留专作关版免rfncaysl",
    r"^[#\s【\[]*(?:相关(?:推荐|阅读|文章|链接)|(?:推荐|延伸|扩展)阅读|猜你喜欢|热门(?:文章|推荐)|更多(?:文章|阅读|精彩)"
    r"|参考(?:文献|资料|链接)|注[释解]|(?:最新|全部|精彩|网友)?评论|留言|专栏作家|作者(?:简介|介绍|信息)?|关于作者|版权声明|免责声明)"
    r"[#\s：:】\]]*$",
    r"^[#\s【\[]*(?:related(?: (?:posts|articles|reading|stories))?|read (?:more|next)|further reading|references"
    r"|footnotes|notes|comments|about the author|you may also like|share this|leave a (?:reply|comment))[#\s：:】\]]*$",
)
EDITORS_LEAD = Opening(
    "编导小e",
    r"^[【\[（(]?(?:编辑?导语|编者[按的]话?|编辑?按|导[语读]|小编按)[】\]）)]?\s*[：:|｜]",
    r"^[【\[（(]?editor[’']?s? note[】\]）)]?\s*[：:|｜]",
)
AROUND = Opening(
    "本未转版欢给赞©caot",
    r"^[（(【\[]?(?:本文(?:首发(?:于|[：:，])|转自|转载(?:自|[：:，])|原创(?:首发|发布|文章|作者|[，。：:]|$)|(?:内容|观点)?仅(?:代表|供)"
    r"|(?:来自|来源)(?:于|自)?\s*(?:[：:“「《@]|.{0,20}(?:公众号|作者[：:]))"
    r"|由(?!此)[^，。]{1,30}(?:原创|首发|发布|授权|编译|翻译|出品|投稿)|[系为][^，。]{0,16}(?:原创|投稿|授权|编译|个人观点))"
    r"|未经.{0,16}(?:不得|禁止|请勿|谢绝|严禁|不准|拒绝)[^，。]{0,10}(?:转载|复制|摘编|使用|引用|刊登|传播|镜像)(?!的)"
    r"|未经.{1,10}转载.{0,6}(?:必究|追究|侵权)"
    r"|转载(?:请(?!求)|需(?:要|经|征得)?(?:授权|注明|保留|联系|标明|作者|许可))"
    r"|版权(?:声明[：:]|所有(?![^\s，。：:©；;（(])|©|归[^谁何？]{1,24}所有(?![^\s，。；！]))"
    r"|欢迎(?:转载|关注(?:[：:“「@]|.{0,8}(?:公众号|微信|微博))|分享(?:[给到至]|本文|转发))|给作者打赏|赞赏$)",
    r"^[（(【\[]?(?:©|copyright\s*(?:©|\(c\)|\d{4}(?:\s*[-–]\s*\d{2,4})?"
    r"(?:[,.]?\s+(?:by\s+)?(?-i:[A-Z])[^.!?]{0,60})?\.?(?:\s*all rights reserved\.?)?$)|all rights reserved(?:[.,;]|$)"
    r"|originally (?:published|posted) (?:at|on|in|by) [^,.;]{1,80}(?:, (?-i:[A-Z\d])[^,.;]{0,30})*\.?$"
    r"|this (?:post|article|essay|piece)(?: was)? (?:originally|first) (?:appeared|published|posted|printed|ran)\b)",
)
"""Each of these says the thing itself: no sentence of an essay happens to begin so."""
PROMPT = Opening(
    "点扫长跳阅喜欢文",
    r"^[（(【\[]?(?:点击(?:[上下左右]|关注|阅读|图片|链接|购买|进入)|扫码|长按|跳转到|阅读原文|喜欢就|欢迎(?:关注|分享)"
    r"|文章[：:]?\s*来源)",
)
"""What a page asks of its reader; an essay may begin a sentence so, which then ends as one."""
_SIGN = r"(?-i:[A-Z@])[\w.@'’&-]*"
_BEFORE = r"^[（(【\[▲△↑]?\s*"
CAPTION = Opening(
    "图题头封配pi",
    rf"{_BEFORE}(?:(?:图片|图|题图|头图|封面图?|配图)\s*(?:来源|来自|源自?)|(?:[题头配]图|图片|封面图?)\s*[/：:]|图\s*/)"
    r"[^，。！？,!?]{0,40}(?:[，,]?(?:侵删|侵权.{0,4}删除?|已获授权))?[。）)】\]]*$",
    rf"{_BEFORE}(?:photo(?:graph)?|image|picture|illustration)s? (?:(?:courtesy of|credits?:|source:)[^.!?]{{1,60}}"
    rf"|(?:by|courtesy|credits?|source) {_SIGN}(?:,? (?:of|on|via|for|from|and|/|{_SIGN})){{0,6}})\.?[)\]]?$",
)
CAPTION_IN_BRACKETS = lazy_pattern(r"^[（(][^）)]{0,60}(?:图片?来[自源]|图源)[^）)]{0,30}[）)]$")
SENTENCE_END = lazy_pattern(r"[。！？!?…][”’」』）)\"']*$|[a-z\d]\.[”’)\"']*$")
HOST = lazy_pattern(r"^(?:[\w-]+\.){1,3}(?:com|cn|net|org|io|me|co)(?![A-Za-z0-9.])\S{0,20}(?: \S{1,20}){0,4}$")
COUNTER = lazy_pattern(r"^[(（\[]?\d{1,6}[)）\]]?$|^\d+人(?:打赏|点赞|喜欢)$")
AUTHOR_NOTE = lazy_pattern(
    r"^([\u4e00-\u9fff]{2,4}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})(?:，|,| is\b).{0,60}?"
    r"(?:作家|作者|撰稿人|评论员|记者|研究员|教授|columnist|writer|author|editor|professor|journalist)"
)
