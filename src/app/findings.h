/* Which presets' comparisons a study holds.
 *
 * Nothing of this is stored: a run belongs to a variant by its settings. Runs whose settings a person changed
 * belong to it no more, except that what all variants were given alike, such as fewer epochs, makes a
 * comparison of its own; of a preset of one variant, what is in [run] alone. Branches are left out. A run
 * that is a variant of several presets is shown with the one it was added from; with another one only beside
 * runs of that one's own. */
#pragma once

#include "app/finding.h"
#include "app/run-places.h"

/* GPtrArray of CollapsarFinding; free with g_ptr_array_unref. Those of the selected run come first, and the
 * others in the presets' order. */
GPtrArray *collapsar_findings_find (CollapsarRunPlaces *places);
