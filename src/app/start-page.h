/* CollapsarStartPage: the presets as cards and the studies that were open last: what a window without runs
 * shows. */
#pragma once

#include "app/study.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_START_PAGE (collapsar_start_page_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarStartPage, collapsar_start_page, COLLAPSAR, START_PAGE, GtkBox)

/* Signals: "chosen" (const char *preset): all its variants are wanted; "lesson" (const char *argument): that
 * lesson is. */

/* For a window with that study, whose pace and cores count for how long things take. */
GtkWidget *collapsar_start_page_new (CollapsarStudy *study);
/* Whether there is something behind the page to go back to. */
void collapsar_start_page_set_has_study (CollapsarStartPage *self, gboolean has_study);

G_END_DECLS
