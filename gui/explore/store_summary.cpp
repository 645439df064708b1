#include "gui/explore/store_summary.hpp"

#include "gui/support/text.hpp"

#include <QCoreApplication>

namespace fracbit::gui {
namespace {

QString summary_tr(const char* text) { return QCoreApplication::translate("StoreSummary", text); }

QString text_of_store(const PointSet& points) {
    const explorer::StoreContents& contents = points.contents();
    return summary_tr("%1: space %2, %3 points evaluated, front of %4, sample of %5%6")
        .arg(points.path(), to_qt(contents.header.space_name), grouped_text(contents.counts.evaluated()),
             grouped_text(static_cast<std::int64_t>(contents.front.size())),
             grouped_text(static_cast<std::int64_t>(contents.sample.size())),
             contents.complete() ? QString() : summary_tr("; not finished"));
}

QString text_of_example(const PointSet& points) {
    const explorer::StoreContents& contents = points.contents();
    return summary_tr("An example: machines for AlexNet and ResNet-18 on LPDDR memory (docs/explore.md), "
                      "%1 points evaluated, front of %2. "
                      "Next: click two points to pin them and press Compare; or open a store of your own "
                      "(Ctrl+O, or drop it here).")
        .arg(grouped_text(contents.counts.evaluated()), grouped_text(static_cast<std::int64_t>(contents.front.size())));
}

QString text_of_points(const PointSet& points, const QString& example) {
    if (points.path().isEmpty())
        return summary_tr("Open a result store (.sqlite) that `fracbit explore SPACE --out FILE` has written, drop "
                          "one here, or start an exploration on the page Runs.");
    return points.path() == example ? text_of_example(points) : text_of_store(points);
}

} // namespace

QString store_summary(const PointSet& points, const QString& locked, const QString& example) {
    const QString shown = text_of_points(points, example);
    if (locked.isEmpty() || locked == points.path()) return shown; // what is on screen was read before
    return summary_tr("Waiting for %1, which another program has locked: it is shown as soon as that program lets go "
                      "of it or ends. Meanwhile: %2")
        .arg(locked, shown);
}

} // namespace fracbit::gui
