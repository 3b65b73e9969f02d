#include "ota_guard.h"

#include <stddef.h>

#define MOST 255

/* What a rule looks at. */
enum
{
    UNREADABLE = 1,
    CUT_CONFIRMATION = 2,
    CUT_WAY_BACK = 4,
    ON_TRIAL = 8,
    DEPLOYED = 16,
    AWAKE = 32,
    FROM_ASK = 64,
    ASK_NEXT = 128,

    /* The power came on: asked where there is a count, and not counted. */
    POWERED = 256,
    COUNTED = 512,

    /* With this start: asks enough to go back; an even number of starts. */
    FULL = 1024,
    EVEN = 2048,
    WAY_BACK = 4096
};

/* The first rule of which everything holds decides. */
static const struct
{
    unsigned holds;
    ota_plan plan;
} s_rules[] = {
    {UNREADABLE, OTA_PLAN_APPLICATION},
    {ON_TRIAL, OTA_PLAN_APPLICATION},
    {CUT_CONFIRMATION, OTA_PLAN_FINISH_CONFIRMATION},
    {DEPLOYED, OTA_PLAN_APPLICATION},
    {AWAKE, OTA_PLAN_APPLICATION},
    {FROM_ASK, OTA_PLAN_APPLICATION},
    {CUT_WAY_BACK | WAY_BACK, OTA_PLAN_GO_BACK},
    {ASK_NEXT, OTA_PLAN_ASK},
    {POWERED | COUNTED, OTA_PLAN_ASK},
    {POWERED, OTA_PLAN_APPLICATION},
    {FULL | WAY_BACK, OTA_PLAN_GO_BACK},
    {FULL, OTA_PLAN_ASK_LONG},
    {EVEN, OTA_PLAN_ASK},
    {0, OTA_PLAN_APPLICATION},
};

/* An end that says nothing against the release. */
static bool is_neutral(ota_reason reason)
{
    return reason == OTA_REASON_POWER_ON || reason == OTA_REASON_BROWNOUT || reason == OTA_REASON_DECLARED;
}

static unsigned flag(bool holds, unsigned value)
{
    return holds ? value : 0;
}

/* Rules that let the count as it is, and that neither end nor begin an ask. */
static bool is_outside_the_count(unsigned holds)
{
    return (holds & (UNREADABLE | ON_TRIAL | CUT_CONFIRMATION | DEPLOYED | AWAKE)) != 0;
}

/*
 * The end of the last run, and this start. A release that announces a restart at every start, or that drains the supply, lives no more than one that
 * crashes: its starts count, so that someone asks. Its ends do not.
 */
static void count(ota_reason reason, ota_note *note)
{
    bool has_asked = note->ask == OTA_ASK_MUTE || note->ask == OTA_ASK_ANSWERED || note->ask == OTA_ASK_RAN;
    note->ask = OTA_ASK_NONE;
    if (reason == OTA_REASON_POWER_ON)
    {
        return;
    }

    if (!is_neutral(reason))
    {
        note->ends = (uint8_t)(has_asked && note->ends < MOST ? note->ends + 1 : note->ends);
        note->cause = (uint8_t)reason;
    }

    /* At its limit the number goes one down instead of up, so that it goes on being odd and even in turn. */
    note->starts = (uint8_t)(note->starts < MOST ? note->starts + 1 : MOST - 1);
}

ota_plan ota_guard_decide(const ota_guard_facts *facts, ota_note *note)
{
    bool is_declared = facts->reason == OTA_REASON_DECLARED;
    unsigned holds = flag(!facts->has_notes, UNREADABLE) | flag(facts->is_on_trial, ON_TRIAL)
        | flag(facts->has_cut_confirmation, CUT_CONFIRMATION) | flag(facts->has_cut_way_back, CUT_WAY_BACK)
        | flag(facts->has_deployment, DEPLOYED) | flag(facts->reason == OTA_REASON_WAKE_UP, AWAKE)
        | flag(facts->has_way_back, WAY_BACK) | flag(facts->reason == OTA_REASON_POWER_ON, POWERED)
        | flag(is_declared && (note->ask == OTA_ASK_OPEN || note->ask == OTA_ASK_ANSWERED), FROM_ASK)
        | flag((note->flags & OTA_FLAG_ASK_NEXT) != 0, ASK_NEXT);
    if ((holds & UNREADABLE) == 0)
    {
        note->flags = (uint8_t)(note->flags & ~OTA_FLAG_DECLARED);
    }

    if ((holds & FROM_ASK) != 0 && !is_outside_the_count(holds))
    {
        note->ask = note->ask == OTA_ASK_ANSWERED ? OTA_ASK_RAN : OTA_ASK_NONE;
    }
    else if (!is_outside_the_count(holds))
    {
        note->flags = (uint8_t)(note->flags & ~OTA_FLAG_ASK_NEXT);
        count(facts->reason, note);
    }

    holds |= flag(note->starts > 0, COUNTED) | flag(note->ends >= OTA_ENDS_TO_GO_BACK, FULL) | flag(note->starts % 2 == 0, EVEN);
    size_t rule = 0;
    while ((s_rules[rule].holds & ~holds) != 0)
    {
        rule++;
    }

    ota_plan plan = s_rules[rule].plan;
    if (plan == OTA_PLAN_ASK || plan == OTA_PLAN_ASK_LONG)
    {
        note->ask = OTA_ASK_MUTE;
    }

    return plan;
}
