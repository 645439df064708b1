// QCustomPlot's header, which is written with Qt's keywords; we are not (QT_NO_KEYWORDS).
#pragma once

#include <QObject>

#define signals Q_SIGNALS // NOLINT(readability-identifier-naming)
#define slots Q_SLOTS     // NOLINT(readability-identifier-naming)
#define foreach Q_FOREACH // NOLINT(readability-identifier-naming)
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach
