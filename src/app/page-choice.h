/* What was chosen of a figure's page last, as the settings remember it. */
#pragma once

#include <gio/gio.h>

#include "plot/page.h"

typedef struct {
  PlotPage page; /* its font is `font` */
  char *size;    /* the key of a PlotPageSize, or "custom" */
  char *font;    /* NULL: the theme's */
} CollapsarPageChoice;

/* settings: NULL for none, and then as at first. */
void collapsar_page_choice_read (CollapsarPageChoice *choice, GSettings *settings);
void collapsar_page_choice_write (const CollapsarPageChoice *choice, GSettings *settings);
void collapsar_page_choice_copy (CollapsarPageChoice *to, const CollapsarPageChoice *from);
void collapsar_page_choice_clear (CollapsarPageChoice *choice);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CollapsarPageChoice, collapsar_page_choice_clear)
