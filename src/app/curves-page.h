/* CollapsarCurvesPage: the Curves view: tool row and charts. */
#pragma once

#include <gtk/gtk.h>

#include "app/stage.h"
#include "view/figure.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_CURVES_PAGE (collapsar_curves_page_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarCurvesPage, collapsar_curves_page, COLLAPSAR, CURVES_PAGE, GtkBox)

/* Once: whose runs' curves are drawn. */
void collapsar_curves_page_set_stage (CollapsarCurvesPage *self, CollapsarStage *stage);
void collapsar_curves_page_set_session (CollapsarCurvesPage *self, CollapsarSession *session);
/* What is shown, as text to be remembered; free with g_free. Other text than such is ignored. */
char *collapsar_curves_page_get_look (CollapsarCurvesPage *self);
void collapsar_curves_page_set_look (CollapsarCurvesPage *self, const char *look);
/* The actions behind its tool row: train-curves, test-curves, head-curves, each-run, ratio, log-epochs
 * (booleans), smoothing (a double) and band (a string: view_band_keys). */
void collapsar_curves_page_add_actions (CollapsarCurvesPage *self, GActionMap *map);
void collapsar_curves_page_show_all_epochs (CollapsarCurvesPage *self);
/* What is on screen, as panels of a figure (array of PlotPanel); borrowed until the next change. */
GArray *collapsar_curves_page_panels (CollapsarCurvesPage *self);
/* How its runs are looked at, for a figure. */
ViewFigureLook collapsar_curves_page_figure_look (CollapsarCurvesPage *self);

G_END_DECLS
