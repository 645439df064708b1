#include "gui/decoder/decoder_page.hpp"

#include "gui/decoder/circuit_files.hpp"
#include "gui/decoder/decoder_controls.hpp"
#include "gui/decoder/matrix_view.hpp"
#include "gui/decoder/netlist_view.hpp"
#include "gui/support/named_button.hpp"
#include "gui/support/plot_style.hpp"
#include "gui/support/save_dialog.hpp"
#include "gui/support/scrolled.hpp"
#include "gui/support/table_export.hpp"
#include "gui/support/table_view.hpp"
#include "gui/support/text.hpp"
#include "gui/support/theme.hpp"
#include "gui/support/wheel_guard.hpp"
#include "models/core/cancelled.hpp"

#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace fracbit::gui {
namespace {

constexpr int slow_after_ms = 100; // after which it is said that there is work
constexpr int no_output = -1;
constexpr std::chrono::milliseconds shown_anyway(300); // what a circuit takes that comes while a number is being turned

QScrollArea* in_scroll_area(QWidget* inside, const char* name, QWidget* parent) {
    QScrollArea* area = scrolled(inside, parent);
    area->setObjectName(QLatin1String(name));
    area->setFrameShape(QFrame::StyledPanel);
    return area;
}

const DecoderResult& finished(const std::shared_ptr<const DecoderResult>& result) {
    if (!result) throw ConfigError("there is no circuit yet: wait for the synthesis to end");
    return *result;
}

} // namespace

DecoderPage::DecoderPage(QWidget* parent) : Page(parent), slow_(new QTimer(this)) {
    setObjectName(QStringLiteral("decoder"));
    slow_->setSingleShot(true);
    auto* across = new QSplitter(Qt::Horizontal, this);
    across->setObjectName(QStringLiteral("decoder_across"));
    across->addWidget(make_controls());
    across->addWidget(make_views());
    across->setStretchFactor(1, 1);
    across->setChildrenCollapsible(false);
    auto* all = new QHBoxLayout(this);
    all->setContentsMargins(0, 4, 0, 0);
    all->addWidget(across);
    ignore_wheel_without_focus(*this);
    connect(slow_, &QTimer::timeout, this, [this] {
        if (told_ == asked_) return;
        status_->setText(tr("working..."));
        netlist_->set_stale(true);
    });
    begin_anew();
}

QString DecoderPage::title() const { return tr("Decoder"); }

QString DecoderPage::purpose() const { return tr("Look at an XOR network as matrix and as circuit of gates"); }

QWidget* DecoderPage::make_controls() {
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(4, 0, 4, 4);
    controls_ = new DecoderControls(left);
    column->addWidget(controls_);
    QTableView* table = make_table_view(left);
    table->setObjectName(QStringLiteral("decoder_figures"));
    table->setAccessibleName(tr("Figures of the circuit"));
    table->setModel(&figures_);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table->setMinimumWidth(fontMetrics().averageCharWidth() * 56);
    column->addWidget(table, 1);
    connect(controls_, &DecoderControls::changed, this, &DecoderPage::changed);
    connect(controls_, &DecoderControls::drawn_wanted, this, [this] {
        request_.matrix = nullptr;
        request_.matrix_path.clear();
        begin_anew();
    });
    return left;
}

QWidget* DecoderPage::make_views() {
    auto* right = new QWidget(this);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(4, 0, 0, 0);
    auto* row = new QHBoxLayout;
    QPushButton* open = named_button(tr("&Open matrix..."), "decoder_open",
                                     tr("Takes the matrix from a text file: one row of 0s and 1s a line"), right);
    QPushButton* save = named_button(tr("&Export"), "decoder_export",
                                     tr("Writes the circuit, the drawings or the figures to files"), right);
    auto* label = new QLabel(tr("Sho&w output"), right);
    output_ = new QSpinBox(right);
    output_->setObjectName(QStringLiteral("decoder_output"));
    output_->setRange(no_output, 0);
    output_->setValue(no_output);
    output_->setSpecialValueText(tr("none"));
    output_->setToolTip(
        tr("The output whose taps and gates stand out; the pointer on a row of the matrix does the same"));
    label->setBuddy(output_);
    status_ = new QLabel(right);
    status_->setObjectName(QStringLiteral("decoder_status"));
    row->addWidget(open);
    row->addWidget(save);
    row->addSpacing(12);
    row->addWidget(label);
    row->addWidget(output_);
    row->addStretch(1);
    row->addWidget(status_);
    column->addLayout(row);
    message_ = new QLabel(right);
    message_->setObjectName(QStringLiteral("decoder_message"));
    message_->setWordWrap(true);
    message_->setTextFormat(Qt::PlainText);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    message_->hide();
    column->addWidget(message_);
    matrix_ = new MatrixView(right);
    matrix_->setObjectName(QStringLiteral("decoder_matrix"));
    matrix_->setAccessibleName(tr("Matrix"));
    matrix_->setToolTip(tr("Rows: outputs; columns: inputs; a filled square is a tap"));
    netlist_ = new NetlistView(right);
    netlist_->setObjectName(QStringLiteral("decoder_netlist"));
    auto* views = new QSplitter(Qt::Horizontal, right);
    views->setObjectName(QStringLiteral("decoder_views"));
    views->addWidget(in_scroll_area(matrix_, "decoder_matrix_area", views));
    views->addWidget(in_scroll_area(netlist_, "decoder_netlist_area", views));
    views->setStretchFactor(0, 1);
    views->setStretchFactor(1, 2);
    views->setChildrenCollapsible(false);
    const int unit = fontMetrics().averageCharWidth();
    views->setSizes({unit * 48, unit * 110});
    column->addWidget(views, 1);
    save->setMenu(make_export_menu(save));
    connect(open, &QPushButton::clicked, this, [this] {
        const QString path =
            QFileDialog::getOpenFileName(this, tr("Open matrix"), {}, tr("Matrices (*.txt);;All files (*)"));
        if (!path.isEmpty()) Q_EMIT open_requested(path);
    });
    connect(output_, &QSpinBox::valueChanged, this, [this](int output) {
        matrix_->choose_row(output);
        highlight(output);
    });
    connect(matrix_, &MatrixView::row_chosen, output_, &QSpinBox::setValue);
    connect(matrix_, &MatrixView::row_hovered, this, [this](int row) { highlight(row < 0 ? output_->value() : row); });
    return right;
}

QMenu* DecoderPage::make_export_menu(QWidget* owner) {
    auto* menu = new QMenu(owner);
    menu->setObjectName(QStringLiteral("decoder_export_menu"));
    const auto ask = [this](const QString& title, const std::vector<FileFormat>& formats) {
        const QString ending = formats.empty() ? QString() : QLatin1Char('.') + formats.front().ending;
        return ask_save_path(this, {title, shown_name() + ending, formats});
    };
    // What is written is what the name is of: another circuit may come while the dialog is open.
    menu->addAction(tr("Circuit as Graphviz (&DOT)..."), this, [this, ask] {
        const auto named = result_;
        const QString path = ask(tr("Export circuit"), {{tr("Graphviz"), QStringLiteral("dot")}});
        save_as(path, [named](const QString& to) { write_circuit(finished(named), to, CircuitFormat::dot); });
    });
    menu->addAction(tr("Circuit as &Verilog module..."), this, [this, ask] {
        const auto named = result_;
        const QString path = ask(tr("Export circuit"),
                                 {{tr("SystemVerilog"), QStringLiteral("sv")}, {tr("Verilog"), QStringLiteral("v")}});
        save_as(path, [named](const QString& to) { write_circuit(finished(named), to, CircuitFormat::verilog); });
    });
    menu->addAction(tr("&Weight path as SystemVerilog, with testbench..."), this, [this, ask] {
        const auto named = result_;
        const QString folder = ask(tr("New folder for the weight path"), {});
        save_as(folder, [named](const QString& to) { write_weight_path(finished(named), to); });
    });
    menu->addAction(tr("Drawing of the &circuit (SVG, PDF, PNG)..."), this,
                    [this] { export_picture(*netlist_, shown_name() + QStringLiteral("_circuit.svg")); });
    menu->addAction(tr("Drawing of the &matrix (SVG, PDF, PNG)..."), this,
                    [this] { export_picture(*matrix_, shown_name() + QStringLiteral("_matrix.svg")); });
    menu->addAction(tr("&Figures as CSV..."), this, [this] {
        save_as(ask_table_path(this, shown_name() + QStringLiteral(".csv")),
                [this](const QString& path) { save_table(figures_, path); });
    });
    return menu;
}

bool DecoderPage::can_open(const QString& path, const QByteArray& head) const {
    const QString ending = QFileInfo(path).suffix().toLower();
    for (const char* other : {"toml", "csv", "sqlite"}) // of other pages
        if (ending == QLatin1String(other)) return false;
    const bool text = ending == QLatin1String("txt") && !head.isEmpty();
    const QByteArray line = head.split('\n').front().trimmed();
    if (line.isEmpty() || line.startsWith('#')) return text;
    return std::all_of(line.begin(), line.end(), [](char c) { return c == '0' || c == '1' || c == ' ' || c == '\t'; });
}

void DecoderPage::open(const QString& path) {
    guarded([&] {
        request_.matrix = std::make_shared<const models::XorNetwork>(models::read_xor_matrix(to_std(path)));
        request_.matrix_path = QFileInfo(path).absoluteFilePath();
        begin_anew();
    });
}

/// With what was put into `request_` as a whole.
void DecoderPage::begin_anew() {
    controls_->show_request(request_);
    changed();
}

void DecoderPage::changed() {
    controls_->read_into(request_);
    const std::uint64_t number = ++asked_;
    job_.start([this, request = request_, number] {
        std::shared_ptr<const DecoderResult> result;
        QString refusal;
        try {
            result = std::make_shared<const DecoderResult>(
                design_of(request, [this] { return job_.overtaken(shown_anyway); }));
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception& error) {
            refusal = to_qt(error.what());
        }
        QMetaObject::invokeMethod(this, [this, number, result, refusal] { take(number, result, refusal); });
    });
    slow_->start(slow_after_ms);
}

void DecoderPage::take(std::uint64_t number, const std::shared_ptr<const DecoderResult>& result,
                       const QString& refusal) {
    told_ = number;
    const bool newest = told_ == asked_;
    if (!newest && !result) return; // nobody asks for that any more
    if (newest) status_->clear();
    show_message(refusal.isEmpty() || !result_
                     ? refusal
                     : tr("%1. Matrix, circuit and figures are still those of %2.").arg(refusal, shown_name()));
    netlist_->set_stale(!result || (!newest && netlist_->is_stale()));
    if (!result) return;
    result_ = result;
    figures_.show(figures_of(*result));
    output_->setRange(no_output, result->network->n_out() - 1);
    matrix_->show_network(result->network);
    netlist_->show_netlist(std::shared_ptr<const models::XorNetlist>(result, &result->design.synthesis.netlist));
    if (newest) output_->setValue(std::exchange(wanted_output_, std::nullopt).value_or(output_->value()));
    matrix_->choose_row(output_->value());
    highlight(output_->value());
    Q_EMIT result_shown();
}

void DecoderPage::highlight(int output) { netlist_->highlight(output); }

void DecoderPage::show_message(const QString& message) {
    message_->setStyleSheet(QStringLiteral("color: %1").arg(plot_colors(palette()).accent.name()));
    message_->setText(message);
    message_->setVisible(!message.isEmpty());
}

void DecoderPage::export_picture(QWidget& widget, const QString& suggestion) {
    save_as(ask_picture_path(this, suggestion), [&](const QString& path) { save_widget(widget, path); });
}

QJsonObject DecoderPage::state() const {
    QJsonObject state = to_json(request_);
    state[QStringLiteral("output")] = wanted_output_.value_or(output_->value());
    return state;
}

void DecoderPage::restore(const QJsonObject& state) {
    if (state.isEmpty()) return;
    request_ = request_from(state);
    wanted_output_ = state[QStringLiteral("output")].toInt(no_output);
    const QString matrix = state[QStringLiteral("matrix")].toString();
    if (!matrix.isEmpty() && !request_.matrix)
        Q_EMIT noticed(tr("Matrix file %1 can no longer be read; the matrix is drawn by its numbers").arg(matrix));
    begin_anew();
}

void DecoderPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && message_ != nullptr) show_message(message_->text());
    Page::changeEvent(event);
}

} // namespace fracbit::gui
