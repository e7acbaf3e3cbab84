/* A text with places that are filled with what the window's runs really measured.
 *
 *     {train_nc1}                        of the selected run: any column of its facts (facts.h)
 *     {train_nc1 at 0}                   at that epoch, or the last one measured before; of values that are
 *                                        measured each epoch, "train_" or "test_" and a metric's key
 *     {train_nc1 at terminal}            at the first epoch from which on the training error stays 0
 *     {test_probe_accuracy where head.layers = 0}
 *                                        the mean over the runs that are so (study/table-filter.h)
 *     {test_accuracy where method = scl shots = 5}
 *                                        the same of the fine-tunings (study/transfer-table.h), whose columns
 *                                        come after those of the runs
 *     {{                                 a brace
 *
 * "at" stands before "where". Shares of samples and parameters are written as per cent. */
#pragma once

#include "lesson/facts.h"

#define LESSON_ERROR (lesson_error_quark ())
GQuark lesson_error_quark (void);

typedef enum {
  LESSON_ERROR_NOT_FOUND, /* no such file or lesson */
  LESSON_ERROR_SYNTAX,    /* not a keyfile, or one with something twice */
  LESSON_ERROR_KEY,       /* unknown section or key, or one that is missing */
  LESSON_ERROR_VALUE,     /* not what the key takes */
} LessonError;

typedef struct _LessonTemplate LessonTemplate;

/* LESSON_ERROR_VALUE with the place that is wrong. */
LessonTemplate *lesson_template_new (const char *text, GError **error);
/* NULL is allowed. */
void lesson_template_free (LessonTemplate *template);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonTemplate, lesson_template_free)

/* The text with its places filled; NULL while any of them has not been measured. Free with g_free. */
char *lesson_template_fill (const LessonTemplate *template, const LessonFacts *facts);
