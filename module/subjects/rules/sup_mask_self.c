/* A writer's own name and own room, told in free text: 我叫张三, 姓名：张三, 我住3栋502.
 * Owns: the phrases that announce them, the surnames, the shape of a room.
 * Must not know: numbers and addresses (sup_mask_shape.c), rulebooks, nginx.
 *
 * The place of a fault stays readable, for the unit has to go there: a room is masked
 * only where the writer says that he lives in it. */
#include "sup_mask_self.h"

#include <string.h>

#define HAN           3 /* bytes of a character */
#define NAME_MIN      2
#define NAME_MAX      4
#define NAME_USUAL    3
#define ROOM_SKIP_MAX 8  /* characters between 我住 and the number: 在学生公寓 */
#define ROOM_DIGITS   3  /* 3号楼 is where hundreds live */
#define LIVES_MAX     48 /* bytes of 我在 .. 住 */

const char sup_mask_self_openers[] = "我本姓名";

/* The hundred most common surnames, and double ones that are still met. */
static const char surnames[] =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余"
    "于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷"
    "龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常";
static const char *const double_surnames[] = {"欧阳", "诸葛", "上官", "司马",
                                              "司徒", "东方", "皇甫", NULL};

/* What starts like a surname and is none, or is a person's office. */
static const char *const no_names[] = {
    "高一", "高二", "高三", "高中", "高年", "周一", "周二", "周三", "周四", "周五",
    "周六", "周日", "周末", "马上", "马路", "马院", "马克", "于是", "于昨", "于今",
    "任何", "任课", "方便", "江苏", "石家", "常常", "常州", "白天", "金融", "万一",
    "许多", "黄色", "何时", "余下", "张家", "白色", "向来", "马鞍", "苏州", "徐州",
    "杭州", "武汉", "金华", "钱被", "程序", "陆续", "严重", "段时", NULL};
static const char *const offices[] = {"师傅", "老师", "阿姨", "经理", "主任",
                                      "处长", "院长", "同学", "大爷", NULL};
static const char *const no_name_ends[] = {"院", "系", "班", "级", "部", "州", "市", "省",
                                           "楼", "栋", "区", "组", "队", "社", NULL};
/* A third character that goes on with the sentence: 我叫张三住在.. */
static const char *const goes_on[] = {"住", "在", "是", "来", "想", "要", "反", "举",
                                      "投", "报", "今", "昨", "有", "手", "电", "学",
                                      "和", "同", "从", "我", "请", NULL};
static const char *const withheld[] = {"匿名", "保密", "不便", "不愿", "无", NULL};
static const char *const separators[] = {"：", ":", "是", "为", "叫", " ", "　", NULL};

static const char *const homes[] = {"我住",     "本人住",   "我的寝室",
                                    "我们寝室", "我的宿舍", NULL};
static const char *const room_words[] = {
    "栋", "幢", "号", "楼", "室", "舍", "区", "单元", "层", "宿", "寝", "公寓", "座",
    "房", "零", "〇", "一", "二", "三", "四", "五",   "六", "七", "八", "九",   NULL};
/* Behind a number that is no room. */
static const char *const units[] = {"元", "块", "度", "天", "人", "分", "次", "个",
                                    "年", "月", "秒", "多", "小", "℃",  "名", NULL};

/* Bytes of the word that stands here; 0: none of them does. */
static size_t
word_at(sup_str text, size_t at, const char *const *words)
{
    size_t w, n;

    for (w = 0; words[w] != NULL; w++) {
        const char *word = words[w];

        for (n = 0; word[n] != '\0' && at + n < text.len; n++) {
            if (text.data[at + n] != word[n]) {
                break;
            }
        }
        if (word[n] == '\0') {
            return n;
        }
    }
    return 0;
}

static int
starts(sup_str text, size_t at, const char *word)
{
    const char *const words[] = {word, NULL};

    return word_at(text, at, words) != 0;
}

/* U+4E00 to U+9FFF, roughly: no punctuation, no full-width forms. */
static int
is_han(sup_str text, size_t at)
{
    return at + HAN <= text.len && (unsigned char)text.data[at] >= 0xE4 &&
           (unsigned char)text.data[at] <= 0xE9;
}

/* --- names --- */

static int
is_surname(sup_str text, size_t at)
{
    size_t i;

    if (word_at(text, at, double_surnames) != 0) {
        return 1;
    }
    for (i = 0; i < sizeof(surnames) - 1 && at + HAN <= text.len; i += HAN) {
        if (memcmp(surnames + i, text.data + at, HAN) == 0) {
            return 1;
        }
    }
    return 0;
}

/* How many Chinese characters stand here before something else or 的, up to one more than
 * a name has. */
static size_t
han_count(sup_str text, size_t at)
{
    size_t n = 0;

    while (n <= NAME_MAX && is_han(text, at) && !starts(text, at, "的")) {
        at += HAN;
        n++;
    }
    return n;
}

/* 我是: only what cannot be read otherwise. */
static size_t
name_strict(sup_str text, size_t at)
{
    size_t n = han_count(text, at), end = at + n * HAN;
    size_t max = starts(text, end, "的") && word_at(text, at, double_surnames) == 0
                     ? NAME_USUAL
                     : NAME_MAX;

    if (n < NAME_MIN || n > max || !is_surname(text, at) ||
        word_at(text, at, no_names) != 0 || word_at(text, at + HAN, offices) != 0 ||
        word_at(text, end - HAN, no_name_ends) != 0) {
        return at;
    }
    return end;
}

/* 我叫: the name may run into the sentence. */
static size_t
name_loose(sup_str text, size_t at)
{
    size_t n = han_count(text, at);

    if (n < NAME_MIN || !is_surname(text, at) || word_at(text, at + HAN, offices) != 0) {
        return at;
    }
    if (n > NAME_USUAL && word_at(text, at, double_surnames) == 0) {
        n = word_at(text, at + NAME_MIN * HAN, goes_on) != 0 ? NAME_MIN : NAME_USUAL;
    }
    return at + (n > NAME_MAX ? NAME_MAX : n) * HAN;
}

/* 姓名：any name at all, the label says what it is. */
static size_t
name_labelled(sup_str text, size_t at, size_t *from)
{
    size_t start = at, n, i;

    for (i = 0; i < NAME_MAX && (n = word_at(text, at, separators)) != 0; i++) {
        at += n;
    }
    *from = at;
    n = han_count(text, at);
    if (at == start || n < NAME_MIN || word_at(text, at, withheld) != 0) {
        return *from = start;
    }
    return n <= NAME_MAX ? at + n * HAN : name_loose(text, at);
}

/* --- rooms --- */

/* A digit, also a full-width one; 0: none. */
static size_t
digit_at(sup_str text, size_t at)
{
    static const char *const wide[] = {"０", "１", "２", "３", "４", "５",
                                       "６", "７", "８", "９", NULL};
    int ascii = at < text.len && text.data[at] >= '0' && text.data[at] <= '9';

    return ascii ? 1 : word_at(text, at, wide);
}

static size_t
room_part(sup_str text, size_t at, size_t *digits)
{
    static const char *const numerals[] = {"零", "〇", "一", "二", "三", "四",
                                           "五", "六", "七", "八", "九", NULL};
    size_t n = digit_at(text, at);

    n = n == 0 ? word_at(text, at, numerals) : n;
    if (n != 0) {
        (*digits)++;
        return n;
    }
    *digits = 0;
    if (at < text.len && (text.data[at] == '-' || text.data[at] == '#' ||
                          (text.data[at] >= 'A' && text.data[at] <= 'Z') ||
                          (text.data[at] >= 'a' && text.data[at] <= 'z'))) {
        return 1;
    }
    return word_at(text, at, room_words);
}

/* The room that starts at the first digit behind at, over a few words; at: none. */
static size_t
room_end(sup_str text, size_t at, size_t *from)
{
    size_t skipped = 0, digits = 0, end, n, found = 0;

    *from = at;
    while (digit_at(text, *from) == 0 && skipped++ < ROOM_SKIP_MAX) {
        if (is_han(text, *from) || starts(text, *from, "：")) {
            *from += HAN;
        } else if (*from < text.len && strchr(" :ABCDEFG", text.data[*from]) != NULL) {
            *from += 1;
        } else {
            break;
        }
    }
    if (digit_at(text, *from) == 0) {
        return *from = at;
    }
    for (end = *from; (n = room_part(text, end, &digits)) != 0; end += n) {
        found = digits >= ROOM_DIGITS ? 1 : found;
    }
    if (!found || word_at(text, end, units) != 0) {
        return *from = at;
    }
    return end;
}

/* 我在3号楼512住 */
static size_t
room_between(sup_str text, size_t at, size_t *from)
{
    size_t end = room_end(text, at, from);

    return end > at && end - at <= LIVES_MAX && starts(text, end, "住") ? end
                                                                        : (*from = at);
}

/* --- what announces them --- */

size_t
sup_mask_self(sup_str text, size_t at, size_t *from)
{
    size_t n = word_at(text, at, homes), end = at;

    *from = at;
    if (n != 0) {
        end = room_end(text, at + n, from);
        return end > at + n ? end : (*from = at);
    }
    if (starts(text, at, "我叫")) {
        *from = at + strlen("我叫");
        end = name_loose(text, *from);
    } else if (starts(text, at, "我是")) {
        *from = at + strlen("我是");
        end = name_strict(text, *from);
    } else if (starts(text, at, "姓名") || starts(text, at, "名字")) {
        end = name_labelled(text, at + strlen("姓名"), from);
    } else if (starts(text, at, "我在")) {
        end = room_between(text, at + strlen("我在"), from);
    }
    return end > *from ? end : (*from = at);
}
