#include "gui/whatif/design_view.hpp"

#include "gui/support/named_button.hpp"
#include "gui/support/scrolled.hpp"
#include "gui/support/table_view.hpp"
#include "gui/support/theme.hpp"
#include "gui/whatif/block_diagram.hpp"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QTableView>
#include <QVBoxLayout>

namespace fracbit::gui {

DesignView::DesignView(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 0, 0, 0);
    column->addLayout(make_bar());
    make_message();
    column->addWidget(message_);
    diagram_ = new BlockDiagram(this);
    diagram_->setObjectName(QStringLiteral("whatif_diagram"));
    diagram_->setAccessibleName(tr("Block diagram"));
    make_key_view();
    auto* middle = new QWidget(this);
    auto* row = new QHBoxLayout(middle);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(diagram_, 5);
    row->addWidget(key_view_, 3);
    QScrollArea* wide = scrolled(middle, this); // where the screen is narrow
    wide->setFocusPolicy(Qt::NoFocus);
    wide->setMinimumHeight(middle->minimumSizeHint().height());
    column->addWidget(wide, 1);
}

QLayout* DesignView::make_bar() {
    name_ = new QLineEdit(this);
    name_->setObjectName(QStringLiteral("whatif_name"));
    name_->setToolTip(tr("What the design is called once it is pinned"));
    auto* label = new QLabel(tr("&Name"), this);
    label->setBuddy(name_);
    pin_ =
        named_button(tr("&Pin"), "whatif_pin", tr("Keeps this design, to be compared with others and simulated"), this);
    auto* picture = named_button(tr("Export &diagram..."), "whatif_export_diagram",
                                 tr("Writes the block diagram as SVG, PDF or PNG"), this);
    status_ = new QLabel(this);
    status_->setObjectName(QStringLiteral("whatif_status"));
    status_->setMinimumWidth(fontMetrics().averageCharWidth() * 12);
    auto* row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(name_, 1);
    row->addWidget(pin_);
    row->addWidget(picture);
    row->addWidget(status_);
    connect(pin_, &QPushButton::clicked, this, &DesignView::pin_asked);
    connect(name_, &QLineEdit::returnPressed, this, &DesignView::pin_asked);
    connect(picture, &QPushButton::clicked, this, &DesignView::export_asked);
    return row;
}

void DesignView::make_message() {
    message_ = new QLabel(this);
    message_->setObjectName(QStringLiteral("whatif_message"));
    message_->setWordWrap(true);
    message_->setTextFormat(Qt::PlainText);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    message_->hide();
}

void DesignView::make_key_view() {
    key_view_ = make_table_view(this);
    key_view_->setObjectName(QStringLiteral("whatif_key_figures"));
    key_view_->setAccessibleName(tr("Figures"));
    key_view_->setModel(&key_figures_);
    key_view_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    key_view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(key_view_->horizontalHeader(), &QHeaderView::sectionResized, this, &DesignView::widen_key_view,
            Qt::QueuedConnection); // when all of them have their sizes
}

/// It never gets narrower, so that nothing moves while numbers do. There is room for a scroll bar that comes and goes.
void DesignView::widen_key_view() {
    const int scroll_bar = key_view_->style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, key_view_);
    const int wanted = key_view_->horizontalHeader()->length() + scroll_bar + 2 * key_view_->frameWidth();
    if (wanted > key_view_->minimumWidth()) key_view_->setMinimumWidth(wanted);
}

QString DesignView::name() const { return name_->text(); }

void DesignView::set_name(const QString& name) { name_->setText(name); }

QString DesignView::name_or_suggestion() const {
    const QString typed = name_->text().trimmed();
    return typed.isEmpty() ? name_->placeholderText() : typed;
}

void DesignView::suggest_name(const QString& name) { name_->setPlaceholderText(name); }

void DesignView::allow_pin(bool allowed) { pin_->setEnabled(allowed); }

void DesignView::show_status(const QString& text) { status_->setText(text); }

void DesignView::show_message(const QString& message) {
    color_message();
    message_->setText(message);
    message_->setVisible(!message.isEmpty());
}

void DesignView::set_stale(bool stale) {
    diagram_->set_stale(stale);
    key_view_->setEnabled(!stale);
}

void DesignView::color_message() {
    message_->setStyleSheet(QStringLiteral("color: %1").arg(plot_colors(palette()).accent.name()));
}

void DesignView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && message_ != nullptr) color_message();
    QWidget::changeEvent(event);
}

} // namespace fracbit::gui
