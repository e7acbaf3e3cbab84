/* What a view's tool row chooses, as stateful actions: the same choice by button, menu and key. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A boolean action that is a toggle button's state. */
void collapsar_add_toggle_action (GActionMap *map, const char *name, GtkWidget *button);
/* A boolean action, or one of an unsigned number, that is a property of that name; the object is not held. */
void collapsar_add_property_action (GActionMap *map, const char *name, GObject *object);
/* A string action: the key at the place that a drop-down has selected; keys is NULL-terminated and static.
 * Other strings than these are passed over. */
void
collapsar_add_choice_action (GActionMap *map, const char *name, GtkDropDown *choice, const char *const *keys);

G_END_DECLS
