/* CollapsarGeometryPage: the Geometry view: tool row, scenes and class legend. */
#pragma once

#include <gtk/gtk.h>

#include "app/stage.h"
#include "view/figure.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_GEOMETRY_PAGE (collapsar_geometry_page_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarGeometryPage, collapsar_geometry_page, COLLAPSAR, GEOMETRY_PAGE, GtkBox)

/* Once: whose scenes are shown. */
void collapsar_geometry_page_set_stage (CollapsarGeometryPage *self, CollapsarStage *stage);
/* The run whose classes are in the legend. */
void collapsar_geometry_page_set_session (CollapsarGeometryPage *self, CollapsarSession *session);
/* The selected run's scene, which takes keys and is measured by --frame-times. */
GtkWidget *collapsar_geometry_page_scene (CollapsarGeometryPage *self);
/* The tool row has icons alone where a page of that width has no room for words, and fewer where it has none
 * for those that the menu has too. */
void collapsar_geometry_page_fit (CollapsarGeometryPage *self, int width);
/* What is shown how, and from where, as text to be remembered; free with g_free. Other text than such is
 * ignored. */
char *collapsar_geometry_page_get_look (CollapsarGeometryPage *self);
void collapsar_geometry_page_set_look (CollapsarGeometryPage *self, const char *look);
/* The same of what the projections were told: chosen classes, held axes, where the tour is. */
char *collapsar_geometry_page_get_axes (CollapsarGeometryPage *self);
void collapsar_geometry_page_set_axes (CollapsarGeometryPage *self, const char *axes);
/* The actions behind its tool row: projection (a string: balanced, class-mean-pca,
 * four-classes, tour or feature-pca), choose-class (its number), tour-play, hold-axes and source-axes
 * (booleans), tour-step (int), test-split, features, means, classifiers, ideal, all-samples, linked-cameras
 * and common-scale (booleans). */
void collapsar_geometry_page_add_actions (CollapsarGeometryPage *self, GActionMap *map);
void collapsar_geometry_page_reset_view (CollapsarGeometryPage *self);
/* What is on screen, as panels of a figure (array of PlotPanel); borrowed until the next change. */
GArray *collapsar_geometry_page_panels (CollapsarGeometryPage *self);
/* How its runs are looked at but for the epoch, for a figure; what it points to is borrowed until the next
 * change. Of cameras that are not linked the selected scene's is that of all. */
ViewFigureLook collapsar_geometry_page_figure_look (CollapsarGeometryPage *self);
/* Whether nobody dragged the tour, and its time says where it is. */
gboolean collapsar_geometry_page_tour_is_free (CollapsarGeometryPage *self);

G_END_DECLS
