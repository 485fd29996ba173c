"""The Chinese characters that the home page and the map draw, for the first slices of the font.

Written down here, and not gathered when the font is cut, so that two runs make the same files. A
character that comes later is in another slice, which a page loads as well. To gather them anew,
when these pages say much else, from a demo that runs:

    .venv/bin/python -m scripts.chinese_characters http://localhost:8000
"""

from __future__ import annotations

import shutil
import sys

from playwright.sync_api import sync_playwright

HOME = (
    "、。一三上下不与专个中为主举之乌书了事于亚享人今介他代以们件任会位体何使例供信做克入全公"
    "六共其内写决分划到制前力办加动助区协单历参及发可号各合同名后员和国图土在圭地均坛域培处大"
    "女好如妇威子安定家容对寻封尚尼属已布席平年建式引当录征律得息您意成我或截户所执报拉择拿持"
    "指挪据接措提搜撰支收效数文新方无日时是显最月有期未本机束条来构查标格次止正此每比求没法活"
    "浏温演牙独现班球理用电界留登的目看知研确碍示私种秘称稿究空第简米系索级纳线组织终经结络统"
    "编网署联股肯能自至良色菜虚行表西要见览言计订认训议讯记论设该详语请读调资跨跳车边过这进退"
    "送选通邮部都金链键门间阅防随隐障集项预领题颜首马驾验（），："
)
# Those that the map draws besides.
MAP = (
    "丁东丹义乍也买些份伊伐众伦伯佛作俄保兰典兹冈冰几列刚利别努劳勒匈北南博卡卢印危厄叙古吉哈"
    "哥喀圣坚坡坦埃埔基堡塔塞墨士多夫奥委嫩孟宁宛宾密富寨尔展山岛巴希帕帝带干库府度廷德态托找"
    "拜挝捷摩政教敦斐斯族旦旺昂普智曼朗朝林果柬样根桑森欧毛民汗汤汶沙泊波泰洋洛津洪洲济浦海澳"
    "爱特状王玻瑙瑞瓜瓦甸疆白盟科突立约纽绍维缅罗美群老耳脱腊舌芬苏茨荷莫莱菲萄萨葡蒙蓬角诺贝"
    "赞赤起越路达迪道那邦酋里长阿陶隆非韦韩页顿颠鲁鲜麦黎黑"
)

_DRAWN = """() => {
  const nodes = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let drawn = "";
  while (nodes.nextNode()) {
    range.selectNodeContents(nodes.currentNode);
    // A list measures its closed choices, too.
    const isChoice = nodes.currentNode.parentElement.closest("option");
    if (isChoice || range.getClientRects().length) drawn += nodes.currentNode.textContent;
  }
  return drawn;
}"""
WIDTHS = (1280, 390)


def is_chinese(letter: str) -> bool:
    """Whether the Chinese font is for it; Latin punctuation is Noto Sans's."""
    return (
        "\u2e80" <= letter <= "\u9fff"
        or "\uf900" <= letter <= "\ufaff"
        or "\uff00" <= letter <= "\uffef"
    )


def drawn(address: str) -> set[str]:
    """The Chinese characters that the page at `address` draws on a desk or a phone."""
    found: set[str] = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.goto(address)
            page.wait_for_load_state("networkidle")
            found |= set(filter(is_chinese, page.evaluate(_DRAWN)))
        browser.close()
    return found


def main(site: str) -> None:
    home = drawn(f"{site}/zh-hans/")
    print("HOME", "".join(sorted(home)))
    print("MAP", "".join(sorted(drawn(f"{site}/zh-hans/map/") - home)))


if __name__ == "__main__":
    main(sys.argv[1])
