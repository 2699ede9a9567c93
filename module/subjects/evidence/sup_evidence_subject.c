/* Photos: the subject as the engine sees it.
 * Owns: the table of its routes, problems, jobs and keys.
 * Must not know: what is decided. */
#include "sup_evidence_subject.h"

#include "engine/sup_roles.h"
#include "engine/sup_subject.h"
#include "sup_evidence.h"
#include "supervision/v1/evidence.pb-c.h"

static const sup_route routes[] = {
    {.name = "postEvidence",
     .method = SUP_METHOD_POST,
     .pattern = "evidence",
     .roles = SUP_ROLE_PUBLIC,
     .output = &sup__evidence__descriptor,
     .intake = &sup_photo_intake,
     .replies = SUP_REPLIES_201,
     .decide = sup_decide_evidence,
     .summary = "上传照片",
     .summary_en = "Take in a photo"},
    {.name = NULL},
};

static const sup_problem_row problems[] = {
    SUP_PROBLEM(SUP_EVIDENCE_OFF, 404, "evidence_off", "未启用照片", "Photos are off",
                "本系统未启用照片上传。", "This server takes in no photos."),
    SUP_PROBLEM(SUP_EVIDENCE_TYPE, 415, "evidence_type", "不是可用的照片", "Not a photo",
                "只接受 JPEG、PNG 或 WebP 照片，以内容为准。",
                "Photos are JPEG, PNG or WebP, by what they hold and not by their name."),
    SUP_PROBLEM(SUP_EVIDENCE_BROKEN, 422, "evidence_broken", "照片损坏", "Broken photo",
                "照片不完整或已损坏，请重新拍摄或选择。",
                "The photo is cut off or damaged. Take or choose it again."),
    SUP_PROBLEM(
        SUP_EVIDENCE_PIXELS, 422, "evidence_pixels", "照片像素过多", "Too many pixels",
        "照片每边不得超过 12000 像素，总计不得超过 6400 万像素（渐进式、WebP 为 3200 "
        "万）。",
        "A photo has at most 12000 pixels a side and 64 million in all (progressive ones "
        "and WebP 32 million)."),
    SUP_PROBLEM_RETRY(SUP_EVIDENCE_BUSY, "evidence_busy", "照片处理繁忙",
                      "Busy with photos", "正在处理的照片较多，请稍后再试。",
                      "Many photos are being taken in. Try again soon."),
    SUP_PROBLEM(SUP_EVIDENCE_FULL, 507, "evidence_full", "照片存储已满",
                "No space for photos", "照片存储空间不足，未保存。请联系管理员。",
                "There is no space left for photos; nothing was stored."),
    SUP_PROBLEM(SUP_EVIDENCE_FAILED, 500, "evidence_failed", "照片无法保存",
                "Photo cannot be stored", "照片暂时无法保存，请稍后再试。",
                "The photo could not be written; nothing was stored."),
    SUP_PROBLEM(SUP_EVIDENCE_LOST, 500, "evidence_lost", "照片文件缺失",
                "Photo is missing", "照片的文件已不在存储中，请联系管理员。",
                "The photo's file is no longer where it was stored."),
    SUP_PROBLEM(
        SUP_EVIDENCE_FOLDER, 500, "evidence_folder", "照片目录不符",
        "Another folder of photos", "照片目录不属于这个数据库，未作清理。请联系管理员。",
        "The folder of photos belongs to another store; nothing in it is collected."),
    {.rc = SUP_OK},
};

static const sup_timed_job jobs[] = {
    {SUP_PHOTOS_JOB, NULL, sup_timed_collect},
    {.name = NULL},
};

static const sup_key_row keys[] = {
    {"evidence:<sha256>", "a photo that was taken in, whether something refers to it"},
    {"evidence:folder", "which folder of photos is this store's"},
    {.pattern = NULL},
};

const sup_subject sup_evidence_subject = {
    .name = "evidence",
    .routes = routes,
    .problems = problems,
    .jobs = jobs,
    .keys = keys,
};
