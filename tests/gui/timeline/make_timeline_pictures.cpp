// make_timeline_pictures TRACE FOLDER: what the timeline looks like, in both themes, small and large.
#include "gui/support/theme.hpp"
#include "gui/timeline/timeline_page.hpp"
#include "gui/timeline/timeline_view.hpp"

#include <QApplication>
#include <QElapsedTimer>

#include <cstdio>

using namespace fracbit::gui;

namespace {

void let_it_work(int milliseconds) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < milliseconds) QApplication::processEvents(QEventLoop::AllEvents, 20);
}

struct Shot {
    const char* name;
    double begin, end; ///< shares of the run
    double cycles;     ///< instead of the end, if > 0
};

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: make_timeline_pictures TRACE FOLDER\n");
        return 2;
    }
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    bool good = true;
    for (const auto& [theme, theme_name] : {std::pair(Theme::light, "light"), std::pair(Theme::dark, "dark")}) {
        apply_theme(theme);
        for (const QSize size : {QSize(1280, 800), QSize(3840, 2160)}) {
            TimelinePage page;
            QObject::connect(&page, &Page::failed, [&](const QString& message) {
                std::fprintf(stderr, "%s\n", qPrintable(message));
                good = false;
            });
            page.resize(size);
            page.show();
            page.grab().save(
                QStringLiteral("%1/timeline_empty_%2_%3.png").arg(argv[2]).arg(theme_name).arg(size.width()));
            page.open(QString::fromLocal8Bit(argv[1]));
            let_it_work(1500);
            auto* view = page.findChild<TimelineView*>();
            for (const Shot& shot : {Shot{"whole", 0, 1, 0}, Shot{"layer", 0.25, 0.27, 0}, Shot{"near", 0.26, 0, 400},
                                     Shot{"cycles", 0.26, 0, 30}}) {
                ViewRange range = view->range();
                const auto total = static_cast<double>(range.total());
                range.show(shot.begin * total, shot.cycles > 0 ? shot.begin * total + shot.cycles : shot.end * total);
                view->set_range(range);
                page.next_stall();
                let_it_work(400);
                page.grab().save(QStringLiteral("%1/timeline_%2_%3_%4.png")
                                     .arg(argv[2])
                                     .arg(shot.name)
                                     .arg(theme_name)
                                     .arg(size.width()));
                view->set_cursor({});
            }
        }
    }
    return good ? 0 : 1;
}
