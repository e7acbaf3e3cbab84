#include "view/figure-panels.h"

#include "view/charts-private.h"
#include "view/layers.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (view - panels - error, view_panels_error)

static const struct {
  const char *name, *title;
  ViewPanelKind kind;
  guint which;
} own[] = {
  { "geometry", N_ ("Geometry"), VIEW_PANEL_GEOMETRY, 0 },
  { "layers", N_ ("Layers, by epoch"), VIEW_PANEL_MATRIX, VIEW_LAYERS_DEPTH },
  { "profile", N_ ("Layers, at the epoch"), VIEW_PANEL_PROFILE, 0 },
  { "means", N_ ("Cosines, class means"), VIEW_PANEL_MATRIX, VIEW_LAYERS_MEANS },
  { "classifiers", N_ ("Cosines, classifiers"), VIEW_PANEL_MATRIX, VIEW_LAYERS_CLASSIFIER },
  { "duality", N_ ("Cosines, classifiers and means"), VIEW_PANEL_MATRIX, VIEW_LAYERS_DUALITY },
  { "cosines", N_ ("Cosines, by epoch"), VIEW_PANEL_BY_EPOCH, VIEW_LAYERS_COSINES },
  { "spectra", N_ ("Singular values, by epoch"), VIEW_PANEL_BY_EPOCH, VIEW_LAYERS_SPECTRA },
  { "spectrum", N_ ("Singular values, at the epoch"), VIEW_PANEL_SPECTRUM, 0 },
};

/* After these come the charts. */
guint
view_panels_n_names (void)
{
  return G_N_ELEMENTS (own) + VIEW_N_CHARTS;
}

static ViewPanel
get_panel (guint index)
{
  if (index < G_N_ELEMENTS (own))
    return (ViewPanel){ own[index].kind, own[index].which, 0 };
  return (ViewPanel){ VIEW_PANEL_CHART, index - (guint)G_N_ELEMENTS (own), 0 };
}

const char *
view_panels_name (guint index)
{
  g_return_val_if_fail (index < view_panels_n_names (), NULL);
  return index < G_N_ELEMENTS (own) ? own[index].name
                                    : training_quantity_key (view_chart_quantity (get_panel (index).which));
}

ViewPanelKind
view_panels_kind (guint index)
{
  g_return_val_if_fail (index < view_panels_n_names (), VIEW_PANEL_GEOMETRY);
  return get_panel (index).kind;
}

char *
view_panels_title (guint index)
{
  g_return_val_if_fail (index < view_panels_n_names (), NULL);
  if (index < G_N_ELEMENTS (own))
    return g_strdup (_ (own[index].title));
  const ViewChartInfo *info = view_chart_info (get_panel (index).which);
  return g_strdup_printf (_ ("%s, %s"), _ (info->title), _ (info->subtitle));
}

static gboolean
find (const char *name, ViewPanel *panel)
{
  for (guint i = 0; i < view_panels_n_names (); i++)
    if (g_str_equal (name, view_panels_name (i))) {
      *panel = get_panel (i);
      return TRUE;
    }
  return FALSE;
}

static char *
list_names (void)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < view_panels_n_names (); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", view_panels_name (i));
  return g_string_free (text, FALSE);
}

static gboolean
is_of_a_run (const ViewPanel *panel)
{
  return panel->kind == VIEW_PANEL_GEOMETRY || panel->kind == VIEW_PANEL_MATRIX
         || panel->kind == VIEW_PANEL_BY_EPOCH;
}

/* "geometry:2" */
static gboolean
read_panel (const char *word, guint n_runs, ViewPanel *panel, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (word, ":", 2);
  guint64 run = 0;
  if (parts[0] == NULL || !find (parts[0], panel)) {
    g_autofree char *allowed = list_names ();
    g_set_error (error, VIEW_PANELS_ERROR, VIEW_PANELS_ERROR_NAME,
                 _ ("“%s” is no panel; allowed are %s, and of one run such as geometry:2"), word, allowed);
    return FALSE;
  }
  if (parts[1] == NULL)
    return TRUE;
  if (!is_of_a_run (panel)) {
    g_set_error (error, VIEW_PANELS_ERROR, VIEW_PANELS_ERROR_RUN, _ ("“%s”: this panel is of all runs"),
                 word);
    return FALSE;
  }
  gboolean number = g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT, &run, NULL);
  if (!number) {
    g_set_error (error, VIEW_PANELS_ERROR, VIEW_PANELS_ERROR_RUN, _ ("“%s”: runs are counted from 1"), word);
    return FALSE;
  }
  if (n_runs > 0 && run > n_runs) {
    g_set_error (error, VIEW_PANELS_ERROR, VIEW_PANELS_ERROR_RUN,
                 g_dngettext (GETTEXT_PACKAGE, "“%s”: the figure is of %u run alone",
                              "“%s”: the figure is of %u runs alone", n_runs),
                 word, n_runs);
    return FALSE;
  }
  panel->run = (guint)run;
  return TRUE;
}

GArray *
view_panels_read (const char *list, guint n_runs, GError **error)
{
  g_auto (GStrv) words = g_strsplit (*list == '\0' ? " " : list, ",", -1);
  g_autoptr (GArray) panels = g_array_new (FALSE, FALSE, sizeof (ViewPanel));
  for (char **word = words; *word != NULL; word++) {
    ViewPanel panel;
    if (!read_panel (g_strstrip (*word), n_runs, &panel, error))
      return NULL;
    g_array_append_val (panels, panel);
  }
  return g_steal_pointer (&panels);
}

gboolean
view_panels_have_snapshots (const GArray *panels)
{
  for (guint i = 0; i < panels->len; i++)
    if (g_array_index (panels, ViewPanel, i).kind != VIEW_PANEL_CHART)
      return TRUE;
  return FALSE;
}
