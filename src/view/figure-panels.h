/* The panels of a figure that a person composes, in words: which, and of which run.
 *
 * A list with commas between, in the order of their letters: geometry; the charts of curves by the keys of
 * what they draw (loss, error, nc1, nc2_norm_means, …); layers, the metric by layer and epoch; profile, by
 * layer alone; means, classifiers, duality, the matrices of cosines; cosines, by epoch; spectra, singular
 * values by epoch; spectrum, at the epoch. What is of one run, geometry, layers, means, classifiers, duality,
 * cosines and spectra, is that of every run, one after another, or of the one whose number follows:
 * geometry:2. */
#pragma once

#include <glib.h>

typedef enum {
  VIEW_PANEL_GEOMETRY,
  VIEW_PANEL_CHART,    /* `which` is a ViewChart */
  VIEW_PANEL_MATRIX,   /* a ViewLayersMatrix */
  VIEW_PANEL_BY_EPOCH, /* a ViewLayersChart */
  VIEW_PANEL_PROFILE,
  VIEW_PANEL_SPECTRUM,
} ViewPanelKind;

typedef struct {
  ViewPanelKind kind;
  guint which;
  guint run; /* from 1; 0: every one */
} ViewPanel;

#define VIEW_PANELS_ERROR (view_panels_error_quark ())
GQuark view_panels_error_quark (void);
typedef enum {
  VIEW_PANELS_ERROR_NAME, /* a word that names no panel */
  VIEW_PANELS_ERROR_RUN,  /* a run that is not there, or of a panel that is of all runs */
} ViewPanelsError;

/* Array of ViewPanel, at least one, of a figure of so many runs (or means), or of any for 0. */
GArray *view_panels_read (const char *list, guint n_runs, GError **error);
/* All words that name one: each with what it is of, and for people, "NC1, variability": free with g_free. */
guint view_panels_n_names (void);
const char *view_panels_name (guint index);
ViewPanelKind view_panels_kind (guint index);
char *view_panels_title (guint index);
/* Whether any of them is of snapshots, and not of curves alone. */
gboolean view_panels_have_snapshots (const GArray *panels);
