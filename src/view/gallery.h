/* The picture of a preset on the start page: what small runs of its variants came to, as a file of a few kB
 * and as a drawing.
 *
 * The file is a serialised GVariant, little-endian, of the type VIEW_GALLERY_TYPE: the kind; then for each
 * run its series of the kind's quantity by epoch; whether the classifier is a probe; the points (3 each),
 * their labels, and the 3-vectors of means, classifier and ideal vertices, all as the balanced projection of
 * the run's last epoch shows them, in units of VIEW_GALLERY_UNIT. */
#pragma once

#include "view/scene.h"

#define VIEW_GALLERY_TYPE "(ua(a(ud)banayananan))"
/* Of the ideal vertices' radius: int16 reach as far as eight of it. */
#define VIEW_GALLERY_UNIT (1.0 / 4096.0)

typedef enum {
  VIEW_GALLERY_SCENES,      /* a scene for each run */
  VIEW_GALLERY_CLASSIFIERS, /* the same of classifiers alone */
  VIEW_GALLERY_CURVES,      /* one chart of all runs' series */
  VIEW_GALLERY_DIRECTIONS,  /* scenes without a simplex: features of three dimensions, as they are */
} ViewGalleryKind;

/* "scenes", "classifiers", "curves", "directions"; FALSE when there is no such kind. */
gboolean view_gallery_kind_from_name (const char *name, ViewGalleryKind *kind);

/* One run for view_gallery_pack, floating: a scene that was updated, and the training split's course of a
 * quantity (training_record_value) at no more than 100 epochs. */
GVariant *view_gallery_run (ViewScene *scene, const TrainingHistory *history, int quantity);
/* The file of these runs, which are consumed. */
GBytes *view_gallery_pack (ViewGalleryKind kind, GVariant *const *runs, gsize n_runs);

typedef struct _ViewGallery ViewGallery;

/* From a file's bytes; G_FILE_ERROR_INVAL when they are none. */
ViewGallery *view_gallery_new (GBytes *bytes, GError **error);
void view_gallery_free (ViewGallery *gallery);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ViewGallery, view_gallery_free)
guint view_gallery_n_runs (const ViewGallery *gallery);
/* Into the rectangle 0, 0, width, height, background and all; without words. */
void view_gallery_draw (
    cairo_t *cr, const ViewGallery *gallery, const PlotTheme *theme, double width, double height);
