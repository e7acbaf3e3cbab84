#include "app/run-menu.h"

#include <glib/gi18n.h>

static void
append_section (GMenu *menu, GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/* "win.repeat-seeds" of 2, 3 and 5. */
static void
append_seeds (GMenu *section)
{
  static const int numbers[] = { 2, 3, 5 };
  g_autoptr (GMenu) menu = g_menu_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *label = g_strdup_printf (_ ("%d more seeds"), numbers[i]);
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
    g_menu_item_set_action_and_target (item, "win.repeat-seeds", "i", numbers[i]);
    g_menu_append_item (menu, item);
  }
  g_menu_append_submenu (section, _ ("Re_peat over Seeds"), G_MENU_MODEL (menu));
}

static void
append_training (GMenu *menu, CollapsarSession *run)
{
  g_autoptr (GMenu) section = g_menu_new ();
  const char *go_on = collapsar_session_has_trained (run) ? _ ("_Continue") : _ ("_Train");
  g_menu_append (section, collapsar_session_is_wanted (run) ? _ ("_Pause") : go_on, "win.train");
  g_menu_append (section, _ ("Train Again with Another _Seed"), "win.restart-new-seed");
  append_seeds (section);
  append_section (menu, section);
}

/* Of a run or a group, which have the same properties. */
static void
append_views (GMenu *menu, gpointer seen)
{
  g_autoptr (GMenu) section = g_menu_new ();
  gboolean visible, muted;
  g_object_get (seen, "visible", &visible, "muted", &muted, NULL);
  g_menu_append (section, visible ? _ ("_Hide") : _ ("S_how"), "win.toggle-visible");
  g_menu_append (section, muted ? _ ("Un_mute") : _ ("_Mute"), "win.toggle-muted");
  g_menu_append (section, _ ("Show _Only This"), "win.show-only");
  g_menu_append (section, _ ("Show _All"), "win.show-all");
  append_section (menu, section);
}

static void
append_copies (GMenu *menu)
{
  g_autoptr (GMenu) section = g_menu_new ();
  g_menu_append (section, _ ("_Edit Settings…"), "win.edit-run");
  g_menu_append (section, _ ("_Duplicate"), "win.duplicate-run");
  g_menu_append (section, _ ("_Branch from Here"), "win.branch");
  g_menu_append (section, _ ("_Fine-Tune on…"), "win.fine-tune");
  append_section (menu, section);
}

static void
append_places (GMenu *menu)
{
  g_autoptr (GMenu) section = g_menu_new ();
  g_menu_append (section, _ ("Move _Up"), "win.move-run(-1)");
  g_menu_append (section, _ ("Move Do_wn"), "win.move-run(1)");
  append_section (menu, section);
}

static void
append_name (GMenu *menu, const char *remove)
{
  g_autoptr (GMenu) name = g_menu_new (), removal = g_menu_new ();
  g_menu_append (name, _ ("Re_name…"), "win.rename-run");
  g_menu_append (removal, remove, "win.remove-run");
  append_section (menu, name);
  append_section (menu, removal);
}

GMenuModel *
collapsar_run_menu_new (CollapsarSession *run)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (run), NULL);

  GMenu *menu = g_menu_new ();
  append_training (menu, run);
  append_views (menu, run);
  append_copies (menu);
  append_places (menu);
  append_name (menu, _ ("_Remove"));
  return G_MENU_MODEL (menu);
}

GMenuModel *
collapsar_run_menu_new_for_group (CollapsarRunGroup *group)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_GROUP (group), NULL);

  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) runs = g_menu_new ();
  gboolean open = collapsar_run_group_get_open (group);
  g_menu_append (runs, open ? _ ("_Close Group") : _ ("_Open Group"), "win.toggle-group");
  append_seeds (runs);
  g_menu_append (runs, _ ("_Duplicate One Run"), "win.duplicate-run");
  append_section (menu, runs);
  append_views (menu, group);
  append_places (menu);
  append_name (menu, _ ("_Remove All Its Runs"));
  return G_MENU_MODEL (menu);
}
