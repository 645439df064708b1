// The filter as a person writes it, with a way back, and what is left of the points.
#pragma once

#include "gui/points/point_view.hpp"

#include <QGroupBox>

class QCheckBox;
class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace fracbit::gui {

class ConditionEdit;

class FilterBox : public QGroupBox {
    Q_OBJECT

public:
    /// `view` must outlive the box.
    explicit FilterBox(PointView& view, QWidget* parent = nullptr);

private:
    void make_fields(QVBoxLayout& column);
    void make_history(QVBoxLayout& column);
    void make_selection(QVBoxLayout& column);
    void show_condition();
    void show_filter();

    PointView& view_;
    ConditionEdit* condition_ = nullptr;
    QCheckBox* front_only_ = nullptr;
    QLabel *problem_ = nullptr, *counts_ = nullptr;
    bool showing_ = false;
};

} // namespace fracbit::gui
