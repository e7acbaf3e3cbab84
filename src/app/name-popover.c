#include "app/name-popover.h"

#include <glib/gi18n.h>

#define NAME_WIDTH 26 /* characters */

struct _CollapsarNamePopover {
  GtkPopover parent_instance;

  GtkWidget *entry;
};

G_DEFINE_FINAL_TYPE (CollapsarNamePopover, collapsar_name_popover, GTK_TYPE_POPOVER)

enum {
  SIGNAL_NAMED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
on_activate (CollapsarNamePopover *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_NAMED], 0, name);
}

static void
collapsar_name_popover_class_init (CollapsarNamePopoverClass *klass)
{
  signals[SIGNAL_NAMED] = g_signal_new ("named", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
collapsar_name_popover_init (CollapsarNamePopover *self)
{
  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), NAME_WIDTH);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the run"), -1);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_activate), self, G_CONNECT_SWAPPED);
  gtk_popover_set_child (GTK_POPOVER (self), self->entry);
}

GtkWidget *
collapsar_name_popover_new (GtkWidget *card)
{
  g_return_val_if_fail (GTK_IS_WIDGET (card), NULL);

  GtkWidget *self = g_object_new (COLLAPSAR_TYPE_NAME_POPOVER, NULL);
  gtk_widget_set_parent (self, card);
  return self;
}

void
collapsar_name_popover_ask (CollapsarNamePopover *self, const char *name)
{
  g_return_if_fail (COLLAPSAR_IS_NAME_POPOVER (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), name);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (self->entry);
}
