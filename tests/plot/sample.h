/* Made-up scenes and curves for the tests, the demonstration and the benchmark of plot. */
#pragma once

#include "plot/figure.h"

typedef struct {
  PlotScene scene;
  PlotCamera camera;
  double *ideal;
  float *points, *means, *classifier, *trail;
  guint32 *labels;
  cairo_surface_t **images;
} SampleScene;

/* K vertices spread evenly on the sphere, clouds of n points of each class with that spread around means
 * that are `off` from them,
 * to which they came from the centre in twenty steps; the picture of each is a disc. The same for the same
 * arguments. */
SampleScene *sample_scene_new (guint n_classes, guint n, double spread, double off, guint32 seed);
void sample_scene_free (SampleScene *sample);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SampleScene, sample_scene_free)

typedef struct {
  PlotChart chart;
  PlotSeries series[8];
  double *x, *y;
} SampleChart;

/* n_series falling curves of n epochs over about `decades` decades; test splits dashed when wanted. */
SampleChart *sample_chart_new (guint n_series, gsize n, double decades, gboolean with_test, guint32 seed);
void sample_chart_free (SampleChart *sample);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SampleChart, sample_chart_free)

/* Mean absolute difference of two ARGB32 or RGB24 surfaces of one size, of 255. */
double sample_difference (cairo_surface_t *a, cairo_surface_t *b);
/* The pixel's colour, 0xRRGGBB. */
guint32 sample_pixel (cairo_surface_t *surface, int x, int y);
