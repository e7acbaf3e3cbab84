/* CollapsarDataChooser: the dialogue in which a data set is looked at and chosen: what there is, how many
 * samples each class has, some of them, and what a regime makes of them. */
#pragma once

#include <adwaita.h>

#include "training/regime.h"

G_BEGIN_DECLS

typedef enum {
  COLLAPSAR_DATA_LOADING,
  COLLAPSAR_DATA_SHOWN,
  COLLAPSAR_DATA_MISSING, /* not on this machine */
  COLLAPSAR_DATA_FAILED,  /* the files could not be read */
} CollapsarDataState;

#define COLLAPSAR_TYPE_DATA_CHOOSER (collapsar_data_chooser_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarDataChooser, collapsar_data_chooser, COLLAPSAR, DATA_CHOOSER, AdwWindow)

/* Modal above parent; the regime's own data set comes first. The regime is copied.
 *
 * Properties: "source" (string): what is selected, as in data.source; "state" (int, read only, notifies,
 * CollapsarDataState); "as-used" (boolean): show what the regime makes of the data instead of the data as
 * they are. Signal "chosen" (string): this source is to be used; the dialogue closes. Actions: data.use,
 * data.open-file, data.open-folder. */
CollapsarDataChooser *collapsar_data_chooser_new (GtkWindow *parent, const Regime *regime);

G_END_DECLS
