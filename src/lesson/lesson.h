/* A lesson: a short sequence of steps beside the live window, each with what to do, what to look for, a
 * question, its answer, and what was seen.
 *
 * NAME.lesson is a keyfile (as desktop files are: # comments, \n a new line, \s a blank at the start of a
 * value); keys with * may be translated, as in do[de]=...
 *
 *     [lesson]
 *     name=      * required, at most 80 characters
 *     about=     * one sentence: what will be seen
 *     preset=    what it is about: its first step opens that, unless it says otherwise
 *     minutes=   how long it takes, 1 to 999
 *
 *     [step 1]   and so on without a gap, at most 40; each with do, look or question
 *     do=        * what to do; the button beside it does what these five say, as far as they are given:
 *     preset=    trains a preset, all of its variants, or one as in losses:SupCon
 *     view=      goes to geometry, curves, layers, findings, runs or transfer
 *     projection= of the geometry: balanced, class-mean-pca, four-classes, tour or feature-pca
 *     epoch=     moves the cursor there: a whole number, or last
 *     shots=     shows fine-tunings on so many samples of each class in transfer: a whole number, or all
 *     look=      * what to look for
 *     question=  * and its answer=, *, which is shown when asked for; filled as `seen` is
 *     seen=      * what was seen, with the runs' own numbers: {train_nc1} and the like, see template.h
 *     done-when= what must hold for the step to be done, and for `seen` to be shown: conditions on the
 *                selected run and the window (facts.h), as in the runs' filter (study/table-filter.h) but
 *                without words: epochs >= 20, train_nc1 < 0.05 state = finished, runs >= 2
 *
 * A key that is not among these is an error, as is a section. */
#pragma once

#include "lesson/template.h"
#include "study/table-filter.h"

/* What the file's name ends in. */
#define LESSON_SUFFIX ".lesson"

/* NULL and NaN: not given. Texts are in the language of the program. */
typedef struct {
  char *to_do;
  char *look;
  char *question;
  LessonTemplate *answer;
  LessonTemplate *seen;
  char *preset, *view, *projection;
  double epoch;           /* INFINITY: the last */
  double shots;           /* 0: all */
  StudyFilter *done_when; /* on lesson_facts_table */
} LessonStep;

/* Immutable and reference-counted. */
typedef struct _Lesson Lesson;

/* Reads a keyfile's text; `origin` (a file or lesson's name) is for messages, which name line and key, and
 * what is allowed. */
Lesson *lesson_new_from_text (const char *text, const char *origin, GError **error);
Lesson *lesson_new_from_file (const char *path, GError **error);
Lesson *lesson_ref (Lesson *lesson);
void lesson_unref (Lesson *lesson);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lesson, lesson_unref)

const char *lesson_name (const Lesson *lesson);
/* "" when not given. */
const char *lesson_about (const Lesson *lesson);
/* NULL when not given. */
const char *lesson_preset (const Lesson *lesson);
/* 0 when not given. */
guint lesson_minutes (const Lesson *lesson);
/* At least 1. */
guint lesson_n_steps (const Lesson *lesson);
const LessonStep *lesson_step (const Lesson *lesson, guint index);
/* Whether the step's done-when holds; FALSE where it has none. */
gboolean lesson_step_is_done (const LessonStep *step, const LessonFacts *facts);
/* Whether there is anything for the button beside `do` to do. */
gboolean lesson_step_acts (const LessonStep *step);

/* The views and projections that a step may name; NULL-terminated, static. */
const char *const *lesson_views (void);
const char *const *lesson_projections (void);
