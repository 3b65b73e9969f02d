/* The guard's rules: runs Ota.Tests/Vectors/guard/starts.txt, whose head says what its lines mean. */

#include <string.h>

#include "check.h"
#include "ota_guard.h"

#define MAX_WORDS 5
#define MAX_LINES 400

static char s_lines[MAX_LINES][160];
static int s_count;
static const char *s_path;
static int s_line;
static char s_name[128];
static int s_scenarios;
static ota_note s_note;

static void fail(const char *what, const char *actual)
{
    fprintf(stderr, "%s:%d: %s: %s %s\n", s_path, s_line + 1, s_name, what, actual);
    exit(1);
}

static const char *const s_reasons[] = {
    "unknown", "power", "brownout", "declared", "software", "crash", "watchdog", "wake", "undeclared-wake",
};
static const char *const s_plans[] = {"application", "ask", "ask-long", "go-back", "finish-confirmation"};
static const char *const s_asks[] = {"none", "mute", "open", "answered", "ran"};

#define COUNT_OF(names) (int)(sizeof(names) / sizeof((names)[0]))

static int number_of(const char *const *names, int count, const char *word)
{
    for (int i = 0; i < count; i++)
    {
        if (strcmp(names[i], word) == 0)
        {
            return i;
        }
    }

    fail("no such word:", word);
    return -1;
}

static bool has(const char *facts, const char *fact)
{
    size_t length = strlen(fact);
    for (const char *word = facts; word != NULL; word = strchr(word, ','))
    {
        word += *word == ',';
        if (strncmp(word, fact, length) == 0 && (word[length] == ',' || word[length] == '\0'))
        {
            return true;
        }
    }

    return false;
}

static void start(const char *reason, const char *facts, const char *expected)
{
    const ota_guard_facts given = {
        .reason = (ota_reason)number_of(s_reasons, COUNT_OF(s_reasons), reason),
        .has_notes = !has(facts, "unreadable"),
        .is_on_trial = has(facts, "trial"),
        .has_deployment = has(facts, "deployed"),
        .has_cut_confirmation = has(facts, "cut-confirmation"),
        .has_cut_way_back = has(facts, "cut-way-back"),
        .has_way_back = has(facts, "way-back"),
    };
    ota_plan plan = ota_guard_decide(&given, &s_note);
    if (strcmp(s_plans[plan], expected) != 0)
    {
        fail("the start's plan is", s_plans[plan]);
    }
}

static void tell(const char *event)
{
    if (strcmp(event, "sign") == 0)
    {
        s_note.ask = OTA_ASK_OPEN;
    }
    else if (strcmp(event, "answered") == 0)
    {
        s_note.ask = OTA_ASK_ANSWERED;
    }
    else if (strcmp(event, "restart-to-ask") == 0)
    {
        s_note.flags |= OTA_FLAG_ASK_NEXT | OTA_FLAG_DECLARED;
    }
    else if (strcmp(event, "life") == 0)
    {
        s_note.starts = s_note.ends = s_note.ask = 0;
    }
    else
    {
        fail("no such event:", event);
    }
}

static void compare(char *word[MAX_WORDS])
{
    char actual[40];
    snprintf(actual, sizeof actual, "%d %s %d", s_note.starts, s_asks[s_note.ask], s_note.ends);
    if (s_note.starts != atoi(word[1]) || s_note.ask != number_of(s_asks, COUNT_OF(s_asks), word[2]) || s_note.ends != atoi(word[3]))
    {
        fail("the count is", actual);
    }
}

/* Splits a line; the number of its words. */
static int split(char *line, char *word[MAX_WORDS])
{
    int words = 0;
    for (char *next = strtok(line, " \r\n"); next != NULL && words < MAX_WORDS; next = strtok(NULL, " \r\n"))
    {
        word[words++] = next;
    }

    return words > 0 && word[0][0] == '#' ? 0 : words;
}

static int s_repeat_from;
static int s_repeats;

static void step(char *word[MAX_WORDS], int words)
{
    if (strcmp(word[0], "scenario") == 0 && words == 2)
    {
        s_scenarios++;
        snprintf(s_name, sizeof s_name, "%s", word[1]);
        memset(&s_note, 0, sizeof s_note);
    }
    else if (strcmp(word[0], "start") == 0 && words == 4)
    {
        start(word[1], word[2], word[3]);
    }
    else if (strcmp(word[0], "count") == 0 && words == 4)
    {
        compare(word);
    }
    else if (strcmp(word[0], "tell") == 0 && words == 2)
    {
        tell(word[1]);
    }
    else if (strcmp(word[0], "repeat") == 0 && words == 2)
    {
        s_repeat_from = s_line;
        s_repeats = atoi(word[1]);
    }
    else if (strcmp(word[0], "end") == 0 && words == 1)
    {
        s_line = --s_repeats > 0 ? s_repeat_from : s_line;
    }
    else
    {
        fail("a line that says nothing:", word[0]);
    }
}

int main(int argc, char **argv)
{
    CHECK_EQUAL(2, argc);
    s_path = argv[1];
    FILE *file = fopen(s_path, "r");
    CHECK(file != NULL);
    while (s_count < MAX_LINES && fgets(s_lines[s_count], sizeof s_lines[0], file) != NULL)
    {
        s_count++;
    }

    CHECK(feof(file));
    fclose(file);
    for (s_line = 0; s_line < s_count; s_line++)
    {
        char line[160];
        char *word[MAX_WORDS];
        memcpy(line, s_lines[s_line], sizeof line);
        int words = split(line, word);
        if (words > 0)
        {
            step(word, words);
        }
    }

    CHECK(s_scenarios >= 20);
    printf("guard: %d scenarios\n", s_scenarios);
    return 0;
}
