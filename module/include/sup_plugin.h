/* The plugin ABI of the supervision module: everything that a domain plugin sees of its
 * host.
 *
 * A plugin is a shared object that exports one constant, `sup_plugin_v1`. It brings a
 * rulebook (protobuf text format, schema: proto/supervision/v1/rules.proto) and, where
 * a table cannot say a rule, hooks in C. It includes this header, libc, and nothing else
 * of ours.
 *
 * Rules of the contract
 * - Magic, ABI number and struct_size are read before anything else; a plugin of another
 * ABI is refused at `nginx -t`. Fields are only ever added at the end: a plugin built
 * against a smaller struct of the same ABI works, its missing hooks count as NULL.
 * - Hooks are pure: no I/O, no globals, no threads, no clock (the time is an argument),
 * no memory kept after returning. They run on nginx's event loop: a hook takes
 * microseconds.
 * - All strings in are UTF-8 slices that live until the hook returns; they are not
 *   NUL-terminated. Strings out must be static in the plugin or come from host->alloc.
 * - Verdicts are clamped: an unknown category, a severity out of range or an invalid
 * string is dropped whole; a plugin cannot harm its host by data.
 * - Times are UTC milliseconds since 1970; durations carry their unit in the name. */
#ifndef SUP_PLUGIN_H
#define SUP_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define SUP_PLUGIN_MAGIC  0x50505553u /* "SUPP" */
#define SUP_PLUGIN_ABI    1u
#define SUP_PLUGIN_SYMBOL "sup_plugin_v1"

#if defined(__GNUC__)
#define SUP_PLUGIN_EXPORT __attribute__((visibility("default")))
#else
#define SUP_PLUGIN_EXPORT
#endif

typedef struct {
    const char *data;
    size_t len;
} sup_text;

/* As Case.Severity in cases.proto. */
typedef enum {
    SUP_SEVERITY_NONE = 0,
    SUP_SEVERITY_MINOR = 1,
    SUP_SEVERITY_MAJOR = 2,
    SUP_SEVERITY_SERIOUS = 3,
    SUP_SEVERITY_CRITICAL = 4
} sup_severity;

/* What the host offers to a hook while it runs. */
typedef struct sup_plugin_host_s sup_plugin_host;
struct sup_plugin_host_s {
    uint32_t struct_size;
    /* Memory until the hook's caller is done with the verdict; NULL when the bound (16
     * KiB a call) is reached. */
    void *(*alloc)(const sup_plugin_host *host, size_t size);
};

/* --- classify: a report's text into severity and category ---
 * Called after the rulebook's patterns have spoken, once for each report of the domain. */
typedef struct {
    uint32_t struct_size;
    sup_text text;
    sup_text category; /* what the patterns chose or the reporter gave; may be empty */
    sup_severity severity;
    int64_t now_ms;
    int32_t local_minute; /* minutes after midnight on the campus, when it happened (or
                             now) */
    int32_t local_month;  /* 1 to 12 */
} sup_plugin_report;

typedef struct {
    uint32_t struct_size;
    sup_text category;     /* empty: as it was */
    sup_severity severity; /* raises only; NONE: as it was */
    sup_text reason;       /* Chinese, required when anything was changed */
    sup_text reason_en;
    sup_text basis; /* code of a basis in the rulebook */
} sup_plugin_verdict;

/* --- score: the part of a check that a table cannot say ---
 * Called for each item that the rulebook leaves to code (by_code); see Item in
 * rules.proto. */
typedef struct {
    sup_text item;        /* its code */
    sup_text text;        /* the answer as written */
    const double *values; /* numbers of the answer, in the item's order */
    size_t n_values;
} sup_plugin_answer;

typedef struct {
    uint32_t struct_size;
    double points; /* 0 to 1 of the item's weight; negative: does not apply */
    int critical;  /* nonzero: counts as a critical failure */
    sup_text explanation;
    sup_text explanation_en;
} sup_plugin_points;

/* --- grade: the grade of a whole check, where the table of percents is not the rule ---
 * Called once for each check after all items have been scored. The host applies vetoes
 * and caps after it. */
typedef struct {
    sup_text item;
    double points;   /* 0 to 1 of the item's weight, before repetition counts */
    uint32_t weight; /* as in the rulebook */
    int applies;     /* 0: not applicable; the rest says nothing */
    int failed;
    int critical; /* failed, and critical or a veto */
} sup_plugin_line;

typedef struct {
    uint32_t struct_size;
    int32_t check;  /* as Template.Check in rules.proto */
    double percent; /* 0 to 100 */
    const sup_plugin_line *lines;
    size_t n_lines;
} sup_plugin_check;

typedef struct {
    uint32_t struct_size;
    sup_text grade; /* code of a grade in the rulebook; empty: no grade */
    sup_text explanation;
    sup_text explanation_en;
} sup_plugin_grade;

typedef struct {
    uint32_t magic;       /* SUP_PLUGIN_MAGIC */
    uint32_t abi;         /* SUP_PLUGIN_ABI */
    uint32_t struct_size; /* sizeof(sup_plugin) */
    uint32_t reserved;    /* 0 */
    const char *domain;   /* as in the rulebook */
    const char *version;  /* of the code */
    const char *rulebook; /* text format, NUL-terminated */
    size_t rulebook_len;

    /* Hooks, each may be NULL. 0: nothing to say; 1: the verdict is filled; negative:
     * failed (counts as nothing to say). */
    int (*classify)(const sup_plugin_host *host, const sup_plugin_report *report,
                    sup_plugin_verdict *verdict);
    int (*score)(const sup_plugin_host *host, const sup_plugin_answer *answer,
                 sup_plugin_points *points);
    int (*grade)(const sup_plugin_host *host, const sup_plugin_check *check,
                 sup_plugin_grade *grade);
} sup_plugin;

/* What a plugin defines:
 *     SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = { SUP_PLUGIN_HEAD, ... }; */
#define SUP_PLUGIN_HEAD                                                                  \
    .magic = SUP_PLUGIN_MAGIC, .abi = SUP_PLUGIN_ABI, .struct_size = sizeof(sup_plugin)

extern SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1;

#endif
