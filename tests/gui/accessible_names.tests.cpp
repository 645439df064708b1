// Screen readers have something to say for whatever the keyboard reaches.
#include "gui/decoder/decoder_page.hpp"
#include "gui/designs/design_list.hpp"
#include "gui/explore/explore_page.hpp"
#include "gui/runs/runs_page.hpp"
#include "gui/timeline/timeline_page.hpp"
#include "gui/whatif/what_if_page.hpp"
#include "gui/window/notice_bar.hpp"

#include <QAbstractSpinBox>
#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>

#include <catch2/catch.hpp>

#include <set>

using namespace fracbit::gui;

namespace {

/// What Qt makes inside of its own widgets, and what only holds others.
bool is_part_of_another(const QWidget& widget) {
    for (const QWidget* above = widget.parentWidget(); above != nullptr; above = above->parentWidget())
        if (qobject_cast<const QAbstractSpinBox*>(above) != nullptr || qobject_cast<const QComboBox*>(above) != nullptr)
            return true;
    return widget.isWindow() || qobject_cast<const QScrollBar*>(&widget) != nullptr ||
           qobject_cast<const QHeaderView*>(&widget) != nullptr ||
           qobject_cast<const QScrollArea*>(&widget) != nullptr || qobject_cast<const QTabBar*>(&widget) != nullptr ||
           qobject_cast<const QTabWidget*>(&widget) != nullptr || widget.objectName().startsWith("qt_") ||
           widget.inherits("QTableCornerButton");
}

QString name_of(QWidget& widget) {
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&widget);
    return interface == nullptr ? QString() : interface->text(QAccessible::Name);
}

void check_names(QWidget& page) {
    QStringList nameless;
    int named = 0;
    for (QWidget* widget : page.findChildren<QWidget*>()) {
        if ((widget->focusPolicy() & Qt::TabFocus) == 0 || is_part_of_another(*widget)) continue;
        if (name_of(*widget).isEmpty())
            nameless += widget->metaObject()->className() + QStringLiteral(" ") + widget->objectName();
        else
            ++named;
    }
    CAPTURE(page.objectName().toStdString(), nameless.join("; ").toStdString());
    CHECK(nameless.isEmpty());
    CHECK(named > 0);
}

} // namespace

TEST_CASE("Whatever the keyboard reaches has a name for screen readers") {
    DesignList designs;
    ExplorePage explore(designs);
    WhatIfPage what_if(designs);
    DecoderPage decoder;
    TimelinePage timeline;
    RunsPage runs{QString()};
    NoticeBar notice(nullptr);
    for (QWidget* page : std::initializer_list<QWidget*>{&explore, &what_if, &decoder, &timeline, &runs, &notice})
        check_names(*page);
}

TEST_CASE("Check boxes of several axes have names of their own") {
    DesignList designs;
    ExplorePage explore(designs);
    std::set<QString> names;
    for (const char* axis : {"explore_x_log", "explore_y_log", "explore_color_log"})
        names.insert(name_of(*explore.findChild<QCheckBox*>(QLatin1String(axis))));
    CHECK(names.size() == 3);
}
