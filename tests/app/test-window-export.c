/* What a window exports, and that the command it names writes the same bytes. */
#include "app/camera.h"
#include "app/export-dialog.h"
#include "app/panel-list.h"
#include "app/scene-view.h"
#include "app/window-private.h"

#include "command.h"
#include "display.h"
#include "waiting.h"

#include <glib/gstdio.h>
#include <string.h>

static GtkApplication *application;
static char *folder;

static gboolean
all_have_finished (gpointer window)
{
  CollapsarStudy *study = collapsar_window_study (window);
  for (guint i = 0; i < collapsar_study_n_runs (study); i++) {
    CollapsarSession *run = collapsar_study_run (study, i);
    if (collapsar_session_get_state (run) != COLLAPSAR_SESSION_FINISHED
        || training_history_n_snapshots (collapsar_session_history (run)) == 0)
      return FALSE;
  }
  return collapsar_study_get_store (study) != NULL;
}

/* Runs of two networks, one of them with two seeds, all trained and stored. */
static CollapsarWindow *
open_trained (void)
{
  static const char *const sizes[] = { "16", "16", "24" };
  CollapsarWindow *window = collapsar_window_new (application);
  g_autoptr (GPtrArray) regimes = g_ptr_array_new_with_free_func ((GDestroyNotify)regime_unref);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *seed = g_strdup_printf ("%u", i + 1);
    g_autofree char *name = i == 2 ? g_strdup ("It's “larger”") : g_strdup ("Small");
    Regime *regime = regime_new_preset ("watch-collapse", NULL);
    g_assert_true (regime_set (regime, "regime.name", name, NULL));
    g_assert_true (regime_set (regime, "data.train", "300", NULL));
    g_assert_true (regime_set (regime, "network.hidden", sizes[i], NULL));
    g_assert_true (regime_set (regime, "run.epochs", "12", NULL));
    g_assert_true (regime_set (regime, "run.seed", i == 2 ? "1" : seed, NULL));
    g_ptr_array_add (regimes, regime);
  }
  g_object_set (collapsar_window_study (window), "pace", 0.0, NULL);
  gtk_window_present (GTK_WINDOW (window));
  collapsar_window_open (window, NULL, regimes->pdata[0]);
  g_ptr_array_remove_index (regimes, 0);
  collapsar_study_add_all (collapsar_window_study (window), regimes);
  iterate_until (all_have_finished, window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-all", NULL);
  return window;
}

static CollapsarCamera *
camera_of (CollapsarWindow *window)
{
  CollapsarCamera *camera = NULL;
  g_object_get (collapsar_window_scene (window), "camera", &camera, NULL);
  return camera;
}

static void
act (CollapsarWindow *window, const char *action, const char *target)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), action,
                                  target == NULL ? NULL : g_variant_new_string (target));
}

static gboolean
is_on_tour (gpointer window)
{
  return collapsar_scene_view_n_axes (COLLAPSAR_SCENE_VIEW (collapsar_window_scene (window))) > 3;
}

/* Where a mean was moved the tour's time says nothing: its frame is in the command, and the export the same.
 */
static void
test_moved_tour (void)
{
  CollapsarWindow *window = open_trained ();
  GtkWidget *scene = GTK_WIDGET (collapsar_window_scene (window));
  PlotPage page = page_of (PLOT_FORMAT_SVG);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.view", "s", "geometry");
  act (window, "projection", "tour");
  iterate_until (is_on_tour, window);
  g_assert_true (collapsar_geometry_page_tour_is_free (window->geometry));
  g_assert_true (gtk_widget_activate_action (scene, "scene.next-mean", NULL));
  g_assert_true (gtk_widget_activate_action (scene, "scene.mean-right", NULL));
  g_assert_true (gtk_widget_activate_action (scene, "scene.mean-up", NULL));
  g_assert_false (collapsar_geometry_page_tour_is_free (window->geometry));
  g_autoptr (CollapsarFigureSource) source = collapsar_window_figure (window);
  g_autofree char *command = collapsar_figure_source_command (source, &page, "a.svg");
  g_assert_nonnull (strstr (command, " --projection tour --tour-frame="));
  assert_command (window, folder, &page, "svg");
  close_window (window);
}

static void
test_geometry (void)
{
  CollapsarWindow *window = open_trained ();
  g_autoptr (CollapsarCamera) camera = camera_of (window);
  PlotPage page = page_of (PLOT_FORMAT_PDF), plain = page_of (PLOT_FORMAT_PNG);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.view", "s", "geometry");
  assert_command (window, folder, &page, "pdf");
  /* Seen otherwise, at an epoch before the last, on another page. */
  collapsar_camera_turn (camera, -0.2718, 0.31415);
  collapsar_camera_zoom_at (camera, 1.37, 100, 80, 300, 300);
  collapsar_session_set_epoch (collapsar_window_session (window), 5.4);
  act (window, "test-split", NULL);
  act (window, "classifiers", NULL);
  act (window, "common-scale", NULL);
  act (window, "projection", "feature-pca");
  page.format = PLOT_FORMAT_SVG;
  page.theme = PLOT_THEME_GREY;
  page.font = "DejaVu Sans";
  page.font_size = 8.5;
  page.line_width = 0.35;
  page.height = 91.3 * PLOT_POINTS_PER_MM;
  page.letters = FALSE;
  assert_command (window, folder, &page, "svg");
  page.outlines = TRUE;
  page.theme = PLOT_THEME_DARK;
  page.legend = FALSE;
  assert_command (window, folder, &page, "svg");
  act (window, "projection", "four-classes");
  plain.dpi = 110;
  assert_command (window, folder, &plain, "png");
  act (window, "trails", NULL);
  act (window, "class-images", NULL);
  act (window, "orthographic", NULL);
  assert_command (window, folder, &plain, "png");
  act (window, "projection", "tour");
  assert_command (window, folder, &plain, "png");
  close_window (window);
}

/* All samples of an epoch that has a checkpoint; of others those that are watched, as on screen. */
static void
test_samples (void)
{
  CollapsarWindow *window = open_trained ();
  PlotPage page = page_of (PLOT_FORMAT_SVG), plain = page_of (PLOT_FORMAT_PNG);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.view", "s", "geometry");
  act (window, "all-samples", NULL);
  assert_command (window, folder, &page, "svg");
  collapsar_session_set_epoch (collapsar_window_session (window), 5);
  act (window, "test-split", NULL);
  plain.dpi = 110;
  assert_command (window, folder, &plain, "png");
  g_autoptr (CollapsarFigureSource) whole = collapsar_window_figure (window);
  g_autofree char *command = collapsar_figure_source_command (whole, &page, "a.svg");
  g_assert_nonnull (strstr (command, "--epoch 5 --split test --samples all"));
  collapsar_session_set_epoch (collapsar_window_session (window), 5.4);
  g_autoptr (CollapsarFigureSource) between = collapsar_window_figure (window);
  g_autofree char *other = collapsar_figure_source_command (between, &page, "a.svg");
  g_assert_null (strstr (other, "--samples"));
  assert_command (window, folder, &page, "svg");
  close_window (window);
}

/* The Layers view: its metric, and the split that scenes show too. */
static void
test_layers (void)
{
  CollapsarWindow *window = open_trained ();
  PlotPage page = page_of (PLOT_FORMAT_SVG);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.view", "s", "layers");
  assert_command (window, folder, &page, "svg");
  act (window, "layer-metric", "cdnv");
  act (window, "test-split", NULL);
  collapsar_session_set_epoch (collapsar_window_session (window), 3);
  assert_command (window, folder, &page, "svg");
  close_window (window);
}

static gboolean
has_mean (gpointer window)
{
  g_autoptr (GArray) panels = collapsar_curves_page_panels (((CollapsarWindow *)window)->curves);
  return panels->len > 0 && g_array_index (panels, PlotPanel, 0).chart->n_series == 4;
}

/* Two runs are a mean with a band, or each by itself when its group is opened. */
static void
test_curves (void)
{
  CollapsarWindow *window = open_trained ();
  PlotPage page = page_of (PLOT_FORMAT_PDF), small = page_of (PLOT_FORMAT_SVG);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.view", "s", "curves");
  iterate_until (has_mean, window);
  assert_command (window, folder, &page, "pdf");
  act (window, "test-curves", NULL);
  act (window, "band", "range");
  act (window, "each-run", NULL);
  act (window, "log-epochs", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (window), "smoothing", g_variant_new_double (0.6));
  small.width = 89 * PLOT_POINTS_PER_MM;
  assert_command (window, folder, &small, "svg");
  collapsar_study_select (collapsar_window_study (window),
                          collapsar_study_run (collapsar_window_study (window), 2));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.toggle-muted", NULL);
  assert_command (window, folder, &small, "svg");
  collapsar_study_select (collapsar_window_study (window),
                          collapsar_study_run (collapsar_window_study (window), 0));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.toggle-group", NULL);
  assert_command (window, folder, &page, "pdf");
  /* Of those that are left, others have the first styles. */
  g_object_set (collapsar_study_run (collapsar_window_study (window), 0), "visible", FALSE, NULL);
  collapsar_study_select (collapsar_window_study (window),
                          collapsar_study_run (collapsar_window_study (window), 2));
  assert_command (window, folder, &page, "pdf");
  close_window (window);
}

/* Of all variants, two seeds each. */
static gboolean
has_findings (gpointer window)
{
  const CollapsarFinding *finding = collapsar_findings_page_first (((CollapsarWindow *)window)->findings);
  return finding != NULL && collapsar_finding_has_ended (finding)
         && collapsar_finding_min_seeds (finding) == 2;
}

/* What the Findings say of a preset that was made small, once all of its runs have come to their end: of two
 * seeds and in the styles that these runs have. */
static void
test_findings (void)
{
  static const char *const changes[]
      = { "data.train=300", "data.test=100", "network.hidden=16", "run.epochs=2" };
  g_autoptr (RegimeComparison) preset = regime_comparison_new_from_argument ("optimisers", NULL);
  CollapsarWindow *window = collapsar_window_new (application);
  PlotPage page = page_of (PLOT_FORMAT_PDF), small = page_of (PLOT_FORMAT_SVG);
  g_autoptr (GPtrArray) regimes = g_ptr_array_new_with_free_func ((GDestroyNotify)regime_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    g_assert_true (regime_comparison_set_assignment (preset, changes[i], NULL));
  for (guint i = 0; i < 6; i++) {
    Regime *regime = regime_copy (regime_comparison_variant (preset, 2 - i % 3));
    g_assert_true (regime_set (regime, "run.seed", i < 3 ? "1" : "5", NULL));
    g_ptr_array_add (regimes, regime);
  }
  g_object_set (collapsar_window_study (window), "pace", 0.0, NULL);
  gtk_window_present (GTK_WINDOW (window));
  collapsar_window_open (window, NULL, regimes->pdata[0]);
  g_ptr_array_remove_index (regimes, 0);
  collapsar_study_add_all (collapsar_window_study (window), regimes);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.view", "s", "findings");
  iterate_until (all_have_finished, window);
  iterate_until (has_findings, window);
  assert_command (window, folder, &page, "pdf");
  small.width = 89 * PLOT_POINTS_PER_MM;
  small.theme = PLOT_THEME_DARK;
  assert_command (window, folder, &small, "svg");
  g_autoptr (CollapsarFigureSource) source = collapsar_window_figure (window);
  g_assert_cmpuint (collapsar_figure_source_n_runs (source), ==, 0);
  close_window (window);
}

static CollapsarExportDialog *
find_dialog (gpointer window)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  for (GList *each = windows; each != NULL; each = each->next)
    if (COLLAPSAR_IS_EXPORT_DIALOG (each->data) && gtk_window_get_transient_for (each->data) == window)
      return each->data;
  return NULL;
}

static gboolean
has_preview (gpointer dialog)
{
  return collapsar_export_dialog_get_preview (dialog) != NULL;
}

static gboolean
is_wide (gpointer dialog)
{
  GdkTexture *texture = collapsar_export_dialog_get_preview (dialog);
  return texture != NULL && gdk_texture_get_width (texture) > 2 * gdk_texture_get_height (texture);
}

static gboolean
is_written (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gpointer
child (CollapsarExportDialog *dialog, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (dialog), COLLAPSAR_TYPE_EXPORT_DIALOG, name);
}

/* What is chosen is seen on the page and in the command, is in the file, and is there the next time. */
static void
test_dialog (void)
{
  CollapsarWindow *window = open_trained ();
  g_autofree char *path = g_build_filename (folder, "chosen.svg", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.export", NULL);
  CollapsarExportDialog *dialog = find_dialog (window);
  g_assert_nonnull (dialog);
  gpointer weak = dialog;
  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  iterate_until (has_preview, dialog);
  GtkLabel *command = child (dialog, "command");
  g_assert_nonnull (strstr (gtk_label_get_label (command), "--kind geometry"));
  g_assert_null (strstr (gtk_label_get_label (command), "--height"));

  GtkLabel *verdict = child (dialog, "verdict");
  g_assert_cmpstr (gtk_label_get_label (verdict), ==, "✓ Fits Nature, double column");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (verdict), "success"));
  gtk_toggle_button_set_active (child (dialog, "svg"), TRUE);
  gtk_toggle_button_set_active (child (dialog, "grey"), TRUE);
  gtk_spin_button_set_value (child (dialog, "height"), 60);
  gtk_switch_set_active (child (dialog, "letters"), FALSE);
  const char *line = gtk_label_get_label (command);
  g_assert_nonnull (strstr (line, "--theme grey"));
  g_assert_nonnull (strstr (line, "--height 60mm"));
  g_assert_nonnull (strstr (line, "--no-letters"));
  g_assert_true (g_str_has_suffix (line, ".svg"));
  g_assert_cmpstr (collapsar_export_dialog_get_choice (dialog)->size, ==, "custom");
  iterate_until (is_wide, dialog);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "figure.copy-command", NULL));

  g_signal_emit_by_name (dialog, "chosen", file);
  iterate_until (is_written, path);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_nonnull (strstr (contents, "height=\"170.07"));
  g_unlink (path);
  gtk_window_destroy (GTK_WINDOW (dialog));
  iterate_until (is_gone, &weak);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.export", NULL);
  dialog = find_dialog (window);
  if (window->settings != NULL) {
    g_assert_true (gtk_toggle_button_get_active (child (dialog, "svg")));
    g_assert_true (gtk_toggle_button_get_active (child (dialog, "grey")));
    g_assert_cmpfloat (gtk_spin_button_get_value (child (dialog, "height")), ==, 60);
  }
  /* A size brings its own. */
  adw_combo_row_set_selected (child (dialog, "size"), 0);
  g_assert_cmpfloat (gtk_spin_button_get_value (child (dialog, "width")), ==, 89);
  g_assert_cmpfloat (gtk_spin_button_get_value (child (dialog, "height")), ==, 0);
  /* From the height that fits, up. */
  iterate_until (has_preview, dialog);
  gtk_spin_button_spin (child (dialog, "height"), GTK_SPIN_STEP_FORWARD, 1);
  g_assert_cmpfloat (gtk_spin_button_get_value (child (dialog, "height")), >, 30);
  /* It goes in the middle of being drawn. */
  gtk_window_destroy (GTK_WINDOW (dialog));
  close_window (window);
}

/* Other panels are drawn, and are in the command; what is no list of them is said, and changes nothing. */
static void
test_panels (void)
{
  CollapsarWindow *window = open_trained ();
  PlotPage page = page_of (PLOT_FORMAT_SVG);
  collapsar_session_set_epoch (collapsar_window_session (window), 4);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.export", NULL);
  CollapsarExportDialog *dialog = find_dialog (window);
  CollapsarFigureSource *source = collapsar_export_dialog_get_source (dialog);
  GtkLabel *command = child (dialog, "command");
  GtkWidget *panels = child (dialog, "panels");
  GtkEditable *list
      = GTK_EDITABLE (gtk_widget_get_template_child (panels, COLLAPSAR_TYPE_PANEL_LIST, "entry"));
  GtkWidget *error = GTK_WIDGET (gtk_widget_get_template_child (panels, COLLAPSAR_TYPE_PANEL_LIST, "error"));
  iterate_until (has_preview, dialog);
  g_assert_true (gtk_widget_get_visible (panels));
  g_assert_true (gtk_widget_activate_action (panels, "panels.add", "s", "geometry:2"));
  g_assert_true (gtk_widget_activate_action (panels, "panels.add", "s", "nc1"));
  g_assert_cmpstr (gtk_editable_get_text (list), ==, "geometry:2,nc1");
  g_assert_nonnull (strstr (gtk_label_get_label (command), " --panels geometry:2,nc1 --epoch 4 "));
  assert_source_command (source, folder, &page, "svg");
  gtk_editable_set_text (list, "geometry:9,nc1");
  g_assert_true (gtk_widget_get_visible (error));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (error)), "2 runs"));
  g_assert_null (strstr (gtk_label_get_label (command), "geometry:9"));
  gtk_editable_set_text (list, "loss,cosines:2,means");
  gtk_switch_set_active (child (dialog, "data"), TRUE);
  g_assert_true (collapsar_export_dialog_get_choice (dialog)->page.data);
  g_assert_nonnull (strstr (gtk_label_get_label (command), " --data "));
  page.data = TRUE;
  g_assert_false (gtk_widget_get_visible (error));
  assert_source_command (source, folder, &page, "svg");
  gtk_editable_set_text (list, "");
  g_assert_nonnull (strstr (gtk_label_get_label (command), " --kind geometry "));
  assert_source_command (source, folder, &page, "svg");
  gtk_window_destroy (GTK_WINDOW (dialog));
  close_window (window);
}

static gboolean
has_copy (gpointer window)
{
  GdkContentProvider *content = gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (window)));
  return content != NULL;
}

/* As a picture of its resolution, and as SVG and PDF for those that take them. */
static void
test_copy (void)
{
  CollapsarWindow *window = open_trained ();
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));
  gdk_clipboard_set_content (clipboard, NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.copy-figure", NULL);
  iterate_until (has_copy, window);
  GdkContentProvider *content = gdk_clipboard_get_content (clipboard);
  g_autoptr (GdkContentFormats) formats = gdk_content_provider_ref_formats (content);
  g_assert_true (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE));
  g_assert_true (gdk_content_formats_contain_mime_type (formats, "image/svg+xml"));
  g_assert_true (gdk_content_formats_contain_mime_type (formats, "application/pdf"));
  g_auto (GValue) value = G_VALUE_INIT;
  g_value_init (&value, GDK_TYPE_TEXTURE);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  g_assert_cmpint (gdk_texture_get_width (g_value_get_object (&value)), >=, 1000);
  close_window (window);
}

static char *
text_of (const char *path)
{
  const char *const argv[] = { "pdftotext", "-layout", path, "-", NULL };
  char *text = NULL;
  int status;
  g_assert_true (
      g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  return text;
}

static guint
count_words (const char *text, const char *word)
{
  g_auto (GStrv) between = g_strsplit (text, word, -1);
  return g_strv_length (between) - 1;
}

static gboolean
is_printed (gpointer path)
{
  g_autofree char *contents = NULL;
  gsize length;
  return g_file_get_contents (path, &contents, &length, NULL) && length > 6
         && memcmp (contents + length - 6, "%%EOF\n", 6) == 0;
}

/* A PDF in place of a printer has the same words on a sheet of paper. */
static void
test_print (void)
{
  CollapsarWindow *window = open_trained ();
  g_autofree char *path = g_build_filename (folder, "print.pdf", NULL);
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  collapsar_window_print_to (window, path);
  iterate_until (is_printed, path);
  if (program != NULL) {
    g_autofree char *text = text_of (path);
    g_assert_cmpuint (count_words (text, "MLP 24-64"), ==, 1);
  }
  g_unlink (path);
  close_window (window);
}

static void
on_activate (void)
{
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!test_has_display ())
    return 0;
  folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  adw_init ();
  application = gtk_application_new ("io.github.collapsar.Test", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_test_add_func ("/app/window-export/geometry", test_geometry);
  g_test_add_func ("/app/window-export/samples", test_samples);
  g_test_add_func ("/app/window-export/moved-tour", test_moved_tour);
  g_test_add_func ("/app/window-export/layers", test_layers);
  g_test_add_func ("/app/window-export/curves", test_curves);
  g_test_add_func ("/app/window-export/findings", test_findings);
  g_test_add_func ("/app/window-export/dialog", test_dialog);
  g_test_add_func ("/app/window-export/panels", test_panels);
  g_test_add_func ("/app/window-export/copy", test_copy);
  g_test_add_func ("/app/window-export/print", test_print);
  int result = g_test_run ();
  g_object_unref (application);
  const char *const command[] = { "rm", "-r", folder, NULL };
  g_spawn_sync (NULL, (char **)command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  return result;
}
