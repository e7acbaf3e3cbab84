/* The menus of the Transfer view's tool row, over the actions of CollapsarTransferChoice. */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"
#include "app/transfer-digest.h"

G_BEGIN_DECLS

/* Each also says on the button what is in effect. The data of the study's runs; one alone is no choice. */
void collapsar_transfer_menus_show_sources (GtkMenuButton *button, const CollapsarTransferDigest *digest);
/* What there are fine-tunings of, and what the selected run could be tuned on. sources: of
 * DatasetSourceInfo, NULL while they are looked for; selected may be NULL. */
void collapsar_transfer_menus_show_targets (GtkMenuButton *button,
                                            const CollapsarTransferDigest *digest,
                                            const GPtrArray *sources,
                                            CollapsarSession *selected);
/* The sizes that there are; `wanted` is what was chosen. */
void collapsar_transfer_menus_show_shots (GtkMenuButton *button,
                                          const CollapsarTransferDigest *digest,
                                          guint wanted);
/* Why the target's data are not on this machine, and how to get them; NULL where they are. Free with g_free.
 */
char *collapsar_transfer_menus_missing (const CollapsarTransferDigest *digest, const GPtrArray *sources);

G_END_DECLS
