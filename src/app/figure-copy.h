/* A figure that owns all it draws, so that it can be written by a worker while the views go on changing. */
#pragma once

#include "plot/figure.h"

typedef struct _CollapsarFigureCopy CollapsarFigureCopy;

/* Deep copy of figure. */
CollapsarFigureCopy *collapsar_figure_copy_new (const PlotFigure *figure);
void collapsar_figure_copy_free (CollapsarFigureCopy *copy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapsarFigureCopy, collapsar_figure_copy_free)

const PlotFigure *collapsar_figure_copy_figure (const CollapsarFigureCopy *copy);
