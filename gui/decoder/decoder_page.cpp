#include "gui/decoder/decoder_page.hpp"

#include "gui/decoder/matrix_view.hpp"
#include "gui/decoder/netlist_view.hpp"
#include "gui/support/plot_style.hpp"
#include "gui/support/table_export.hpp"
#include "gui/support/text.hpp"
#include "gui/support/theme.hpp"
#include "models/circuits/netlist_dot.hpp"
#include "models/circuits/netlist_verilog.hpp"
#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"
#include "models/rtl/export_weight_path.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <exception>
#include <limits>

namespace fracbit::gui {
namespace {

constexpr int slow_after_ms = 100; // after which it is said that there is work
constexpr int no_limit = -1;

QScrollArea* in_scroll_area(QWidget* inside, const char* name, QWidget* parent) {
    auto* area = new QScrollArea(parent);
    area->setObjectName(QLatin1String(name));
    area->setWidget(inside);
    area->setWidgetResizable(true);
    return area;
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
    connect(slow_, &QTimer::timeout, this, [this] {
        if (told_ == asked_) return;
        status_->setText(tr("working..."));
        netlist_->set_stale(true);
    });
    refresh();
    changed();
}

QString DecoderPage::title() const { return tr("Decoder"); }

QString DecoderPage::purpose() const { return tr("Look at an XOR network as matrix and as circuit of gates"); }

QSpinBox* DecoderPage::add_number(const QString& label, const char* name, int low, int high, const QString& tip,
                                  QFormLayout& form) {
    auto* spin = new QSpinBox(this);
    spin->setObjectName(QLatin1String(name));
    spin->setRange(low, high);
    spin->setKeyboardTracking(false);
    spin->setAccelerated(true);
    spin->setToolTip(tip);
    form.addRow(label, spin);
    connect(spin, &QSpinBox::valueChanged, this, &DecoderPage::changed);
    return spin;
}

QWidget* DecoderPage::make_controls() {
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(4, 0, 4, 4);
    auto* form = new QFormLayout;
    form->setVerticalSpacing(3);
    constexpr int largest = std::numeric_limits<int>::max();
    n_in_ = add_number(tr("n_&in"), "decoder_n_in", 1, models::max_n_in, tr("Stored bits of a slice, 1 to 64"), *form);
    n_out_ = add_number(tr("n_o&ut"), "decoder_n_out", 1, models::max_n_out,
                        tr("Decoded bits of a slice, n_in to 1024"), *form);
    taps_ = add_number(tr("&Taps"), "decoder_taps", 0, models::max_n_in,
                       tr("Ones in each row of the matrix, 1 to n_in; 0: random dense"), *form);
    taps_->setSpecialValueText(tr("dense"));
    seed_ = add_number(tr("&Seed"), "decoder_seed", 0, largest, tr("Seed of the matrix"), *form);
    matrix_name_ = new QLabel(left);
    matrix_name_->setObjectName(QStringLiteral("decoder_matrix_name"));
    matrix_name_->setWordWrap(true);
    drawn_ = new QPushButton(tr("&Back to the drawn matrix"), left);
    drawn_->setObjectName(QStringLiteral("decoder_drawn"));
    drawn_->setToolTip(tr("Forgets the matrix file and draws the matrix by n_in, n_out, taps and seed"));
    form->addRow(matrix_name_);
    form->addRow(drawn_);
    depth_ = add_number(tr("&Depth limit"), "decoder_max_depth", no_limit, 64, tr("Levels of two-input gates, at most"),
                        *form);
    depth_->setSpecialValueText(tr("none"));
    circuit_seed_ = add_number(tr("&Circuit seed"), "decoder_circuit_seed", 0, largest,
                               tr("Seed of the randomized constructions"), *form);
    area_ = new QCheckBox(tr("Smallest &area"), left);
    area_->setObjectName(QStringLiteral("decoder_smallest_area"));
    area_->setToolTip(
        tr("Keeps the area of gates and pipeline registers small instead of the number of gates: shallower "
           "circuits are tried too, which takes longer"));
    form->addRow(QString(), area_);
    technology_ = new QComboBox(left);
    technology_->setObjectName(QStringLiteral("decoder_technology"));
    technology_->setToolTip(tr("What area, delay and energy are given in"));
    for (const std::string& name : models::shipped_technologies()) technology_->addItem(to_qt(name));
    form->addRow(tr("Tec&hnology"), technology_);
    clock_ = new QDoubleSpinBox(left);
    clock_->setObjectName(QStringLiteral("decoder_clock"));
    clock_->setRange(1, 1e5);
    clock_->setDecimals(0);
    clock_->setSingleStep(50);
    clock_->setSuffix(tr(" MHz"));
    clock_->setKeyboardTracking(false);
    clock_->setToolTip(tr("Clock that pipeline registers are placed for, 1 to 100,000 MHz"));
    form->addRow(tr("C&lock"), clock_);
    column->addLayout(form);
    auto* table = new QTableView(left);
    table->setObjectName(QStringLiteral("decoder_figures"));
    table->setModel(&figures_);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setAlternatingRowColors(true);
    table->setShowGrid(false);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table->setMinimumWidth(fontMetrics().averageCharWidth() * 56);
    column->addWidget(table, 1);
    connect(area_, &QCheckBox::toggled, this, &DecoderPage::changed);
    connect(technology_, &QComboBox::currentIndexChanged, this, &DecoderPage::changed);
    connect(clock_, &QDoubleSpinBox::valueChanged, this, &DecoderPage::changed);
    connect(drawn_, &QPushButton::clicked, this, [this] {
        request_.matrix = nullptr;
        request_.matrix_path.clear();
        refresh();
        changed();
    });
    return left;
}

QWidget* DecoderPage::make_views() {
    auto* right = new QWidget(this);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(4, 0, 0, 0);
    auto* row = new QHBoxLayout;
    auto* open = new QPushButton(tr("&Open matrix..."), right);
    open->setObjectName(QStringLiteral("decoder_open"));
    open->setToolTip(tr("Takes the matrix from a text file: one row of 0s and 1s a line"));
    auto* save = new QPushButton(tr("&Export"), right);
    save->setObjectName(QStringLiteral("decoder_export"));
    save->setToolTip(tr("Writes the circuit, the drawings or the figures to files"));
    auto* label = new QLabel(tr("Sho&w output"), right);
    output_ = new QSpinBox(right);
    output_->setObjectName(QStringLiteral("decoder_output"));
    output_->setRange(no_limit, 0);
    output_->setValue(no_limit);
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

    auto* menu = new QMenu(save);
    menu->setObjectName(QStringLiteral("decoder_export_menu"));
    const auto ask = [this](const QString& title, const QString& ending, const QString& filter) {
        return QFileDialog::getSaveFileName(this, title, decoder_name(request_) + ending, filter);
    };
    menu->addAction(tr("Circuit as Graphviz (&DOT)..."), this, [this, ask] {
        const QString path = ask(tr("Export circuit"), QStringLiteral(".dot"), tr("Graphviz (*.dot)"));
        save_as(path, [this](const QString& to) { write_circuit(to); });
    });
    menu->addAction(tr("Circuit as &Verilog module..."), this, [this, ask] {
        const QString path = ask(tr("Export circuit"), QStringLiteral(".sv"), tr("SystemVerilog (*.sv *.v)"));
        save_as(path, [this](const QString& to) { write_circuit(to); });
    });
    menu->addAction(tr("&Weight path as SystemVerilog, with testbench..."), this, [this, ask] {
        const QString folder = ask(tr("New folder for the weight path"), QString(), QString());
        save_as(folder, [this](const QString& to) { write_weight_path(to); });
    });
    menu->addAction(tr("Drawing of the &circuit (SVG, PDF, PNG)..."), this,
                    [this] { export_picture(*netlist_, decoder_name(request_) + QStringLiteral("_circuit.svg")); });
    menu->addAction(tr("Drawing of the &matrix (SVG, PDF, PNG)..."), this,
                    [this] { export_picture(*matrix_, decoder_name(request_) + QStringLiteral("_matrix.svg")); });
    menu->addAction(tr("&Figures as CSV..."), this, [this] {
        save_as(ask_table_path(this, decoder_name(request_) + QStringLiteral(".csv")),
                [this](const QString& path) { save_table(figures_, path); });
    });
    save->setMenu(menu);
    connect(open, &QPushButton::clicked, this, [this] {
        const QString path =
            QFileDialog::getOpenFileName(this, tr("Open matrix"), {}, tr("Matrices (*.txt);;All files (*)"));
        if (!path.isEmpty()) this->open(path);
    });
    connect(output_, &QSpinBox::valueChanged, this, [this](int output) {
        matrix_->choose_row(output);
        highlight(output);
    });
    connect(matrix_, &MatrixView::row_chosen, output_, &QSpinBox::setValue);
    connect(matrix_, &MatrixView::row_hovered, this, [this](int row) { highlight(row < 0 ? output_->value() : row); });
    return right;
}

bool DecoderPage::can_open(const QString& path, const QByteArray& head) const {
    if (!path.endsWith(QLatin1String(".txt"), Qt::CaseInsensitive) || head.isEmpty()) return false;
    const QByteArray line = head.left(head.indexOf('\n')).trimmed();
    return std::all_of(line.begin(), line.end(),
                       [](char c) { return c == '0' || c == '1' || c == ' ' || c == '\t'; }) ||
           line.startsWith('#');
}

void DecoderPage::open(const QString& path) {
    guarded([&] {
        request_.matrix = std::make_shared<const models::XorNetwork>(models::read_xor_matrix(to_std(path)));
        request_.matrix_path = QFileInfo(path).absoluteFilePath();
        refresh();
        changed();
    });
}

void DecoderPage::refresh() {
    const QScopedValueRollback<bool> quiet(refreshing_, true);
    const bool drawn = request_.matrix == nullptr;
    const models::XorSpec& spec = request_.spec;
    n_in_->setValue(drawn ? spec.n_in : request_.matrix->n_in());
    n_out_->setValue(drawn ? spec.n_out : request_.matrix->n_out());
    taps_->setValue(spec.taps);
    seed_->setValue(static_cast<int>(spec.seed));
    depth_->setValue(request_.max_depth.value_or(no_limit));
    circuit_seed_->setValue(static_cast<int>(request_.circuit_seed));
    area_->setChecked(request_.objective == models::DecoderObjective::area);
    if (!request_.technology.empty()) technology_->setCurrentText(to_qt(request_.technology));
    clock_->setValue(request_.clock_mhz);
    for (QSpinBox* spin : {n_in_, n_out_, taps_}) spin->setEnabled(drawn);
    matrix_name_->setVisible(!drawn);
    matrix_name_->setText(tr("Matrix of %1").arg(QFileInfo(request_.matrix_path).fileName()));
    drawn_->setVisible(!drawn);
}

void DecoderPage::changed() {
    if (refreshing_) return;
    if (!request_.matrix) {
        request_.spec.n_in = n_in_->value();
        request_.spec.n_out = n_out_->value();
        request_.spec.taps = taps_->value();
    }
    request_.spec.seed = static_cast<std::uint64_t>(seed_->value());
    request_.max_depth = depth_->value() == no_limit ? std::optional<int>() : depth_->value();
    request_.circuit_seed = static_cast<std::uint64_t>(circuit_seed_->value());
    request_.objective = area_->isChecked() ? models::DecoderObjective::area : models::DecoderObjective::gates;
    request_.technology = to_std(technology_->currentText());
    request_.clock_mhz = clock_->value();
    const std::uint64_t number = ++asked_;
    job_.start([this, request = request_, number] {
        std::shared_ptr<const DecoderResult> result;
        QString refusal;
        try {
            result = std::make_shared<const DecoderResult>(design_of(request));
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
    if (told_ == asked_) status_->clear();
    show_message(refusal);
    netlist_->set_stale(!result);
    if (!result) return;
    result_ = result;
    figures_.show(figures_of(*result));
    const int kept = output_->value();
    output_->setRange(no_limit, result->network->n_out() - 1);
    matrix_->show_network(result->network);
    netlist_->show_netlist(std::shared_ptr<const models::XorNetlist>(result, &result->design.synthesis.netlist));
    matrix_->choose_row(std::min(kept, output_->maximum()));
    highlight(output_->value());
    Q_EMIT result_shown();
}

void DecoderPage::highlight(int output) { netlist_->highlight(output); }

void DecoderPage::show_message(const QString& message) {
    message_->setStyleSheet(QStringLiteral("color: %1").arg(plot_colors(palette()).accent.name()));
    message_->setText(message);
    message_->setVisible(!message.isEmpty());
}

void DecoderPage::write_circuit(const QString& path) const {
    if (!result_) throw ConfigError("there is no circuit yet: wait for the synthesis to end");
    const models::XorNetlist& netlist = result_->design.synthesis.netlist;
    const bool dot = path.endsWith(QLatin1String(".dot"), Qt::CaseInsensitive);
    QString name = decoder_name(result_->request);
    for (QChar& c : name)
        if (!c.isLetterOrNumber() || c.unicode() > 127) c = QLatin1Char('_');
    if (name.isEmpty() || name.front().isDigit()) name.prepend(QStringLiteral("xor_"));
    models::AtomicFile file(to_std(path));
    file.write(dot ? models::netlist_dot(netlist) : models::netlist_verilog(netlist, to_std(name)));
    file.commit();
}

void DecoderPage::write_weight_path(const QString& folder) const {
    if (!result_) throw ConfigError("there is no circuit yet: wait for the synthesis to end");
    const DecoderRequest& request = result_->request;
    const models::RtlBundle bundle =
        models::export_network({}, to_std(decoder_name(request)), result_->network, request.circuit_seed);
    models::write_bundle(bundle, to_std(folder));
}

void DecoderPage::export_picture(QWidget& widget, const QString& suggestion) {
    save_as(ask_picture_path(this, suggestion), [&](const QString& path) { save_widget(widget, path); });
}

QJsonObject DecoderPage::state() const {
    QJsonObject state = to_json(request_);
    state[QStringLiteral("output")] = output_->value();
    return state;
}

void DecoderPage::restore(const QJsonObject& state) {
    if (state.isEmpty()) return;
    request_ = request_from(state);
    const QString matrix = state[QStringLiteral("matrix")].toString();
    if (!matrix.isEmpty() && !request_.matrix)
        Q_EMIT noticed(tr("Matrix file %1 can no longer be read; the matrix is drawn by its numbers").arg(matrix));
    refresh();
    changed();
}

void DecoderPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && message_ != nullptr) show_message(message_->text());
    Page::changeEvent(event);
}

} // namespace fracbit::gui
