/* CollapsarApplication: command line, windows and what they share. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_APPLICATION (collapsar_application_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarApplication, collapsar_application, COLLAPSAR, APPLICATION, AdwApplication)

/* Arguments: [REGIME|PRESET], watch-collapse when there is none. */
CollapsarApplication *collapsar_application_new (void);

G_END_DECLS
