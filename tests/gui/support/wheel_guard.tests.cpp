#include "gui/support/wheel_guard.hpp"
#include "tests/gui/qt_events.hpp"

#include <QApplication>
#include <QComboBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

/// Controls on a sheet that is much higher than the area that shows it.
struct LongSheet {
    LongSheet() {
        auto* sheet = new QWidget;
        auto* column = new QVBoxLayout(sheet);
        spin = new QSpinBox(sheet);
        combo = new QComboBox(sheet);
        slider = new QSlider(Qt::Horizontal, sheet);
        combo->addItems({"a", "b", "c"});
        spin->setValue(50);
        combo->setCurrentIndex(1);
        slider->setValue(50);
        for (QWidget* control : std::initializer_list<QWidget*>{spin, combo, slider}) column->addWidget(control);
        sheet->setMinimumHeight(3000);
        area.setWidget(sheet);
        area.resize(300, 200);
        gui::ignore_wheel_without_focus(area);
        area.show();
        QApplication::processEvents(); // its bar gets a range
        QApplication::setActiveWindow(&area);
        area.setFocus();
    }
    [[nodiscard]] int scrolled() const { return area.verticalScrollBar()->value(); }

    QScrollArea area;
    QSpinBox* spin;
    QComboBox* combo;
    QSlider* slider;
};

} // namespace

TEST_CASE("The wheel over controls without focus scrolls the page and leaves their values") {
    const LongSheet sheet;
    for (QWidget* control : std::initializer_list<QWidget*>{sheet.spin, sheet.combo, sheet.slider}) {
        const int before = sheet.scrolled();
        tests::turn_wheel_down(*control);
        CHECK(sheet.scrolled() > before);
        CHECK_FALSE(control->hasFocus());
    }
    CHECK(sheet.spin->value() == 50);
    CHECK(sheet.combo->currentIndex() == 1);
    CHECK(sheet.slider->value() == 50);
}

TEST_CASE("The wheel over a control with the focus changes it and scrolls nothing") {
    const LongSheet sheet;
    sheet.spin->setFocus();
    REQUIRE(sheet.spin->hasFocus());
    tests::turn_wheel_down(*sheet.spin);
    CHECK(sheet.spin->value() == 49);
    CHECK(sheet.scrolled() == 0);
}
