#include "gui/support/wheel_guard.hpp"

#include <QApplication>
#include <QComboBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>
#include <QWheelEvent>

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
        QApplication::setActiveWindow(&area);
        area.setFocus();
    }
    [[nodiscard]] int scrolled() const { return area.verticalScrollBar()->value(); }

    QScrollArea area;
    QSpinBox* spin;
    QComboBox* combo;
    QSlider* slider;
};

void turn_wheel_down(QWidget& over) {
    const QPointF middle = over.rect().center();
    QWheelEvent event(middle, over.mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(&over, &event);
}

} // namespace

TEST_CASE("The wheel over controls without focus scrolls the page and leaves their values") {
    const LongSheet sheet;
    for (QWidget* control : std::initializer_list<QWidget*>{sheet.spin, sheet.combo, sheet.slider}) {
        const int before = sheet.scrolled();
        turn_wheel_down(*control);
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
    turn_wheel_down(*sheet.spin);
    CHECK(sheet.spin->value() == 49);
    CHECK(sheet.scrolled() == 0);
}
