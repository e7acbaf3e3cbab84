/* CollapsarRunCard: what the cards of the sidebar have in common, be it of a run or of a group of seeds:
 * colour and dash, name, eye, mute, menu, a line of settings, and how far it has come. */
#pragma once

#include <gtk/gtk.h>

#include "app/progress-line.h"
#include "training/regime.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_RUN_CARD (collapsar_run_card_get_type ())
G_DECLARE_DERIVABLE_TYPE (CollapsarRunCard, collapsar_run_card, COLLAPSAR, RUN_CARD, GtkBox)

struct _CollapsarRunCardClass {
  GtkBoxClass parent_class;

  /* The regime that the card is of, or NULL while there is none. */
  Regime *(*regime) (CollapsarRunCard *self);
  /* What it is called; free with g_free. */
  char *(*name) (CollapsarRunCard *self);
  /* A new menu of what can be done now. */
  GMenuModel *(*make_menu) (CollapsarRunCard *self);
  /* Name, settings or neighbours have changed: chains up. */
  void (*update_words) (CollapsarRunCard *self);
};

/* Signals: "menu" before the menu opens, whose actions are the window's on what is selected; "renamed" with
 * the name that was typed. */

/* Asks for another name. */
void collapsar_run_card_rename (CollapsarRunCard *self);
/* The settings (collapsar_setting_find_varying) in which it differs from the runs beside it: its second line
 * says these, and without any what it is. end: what its name begins with is others', too:
 * "Losses: Focal" is "Focal", and a name that is too long is known by its end. */
void collapsar_run_card_set_varying (CollapsarRunCard *self, GPtrArray *names, gboolean end);

/* For the classes derived from it. */

/* Binds the card to an object with the properties visible, muted and look. */
void collapsar_run_card_show (CollapsarRunCard *self, GObject *shown);
void collapsar_run_card_update_words (CollapsarRunCard *self);
CollapsarProgressLine *collapsar_run_card_progress (CollapsarRunCard *self);
/* Another button, before the menu's. */
void collapsar_run_card_add_button (CollapsarRunCard *self, GtkWidget *button);
/* At the end of the line of settings. */
void collapsar_run_card_add_detail (CollapsarRunCard *self, GtkWidget *detail);

G_END_DECLS
