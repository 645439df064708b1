// The decoder: an XOR network as matrix and as circuit, and what it costs.
#pragma once

#include "gui/decoder/decoder_design.hpp"
#include "gui/decoder/decoder_table.hpp"
#include "gui/support/latest_job.hpp"
#include "gui/support/page.hpp"

#include <memory>
#include <optional>

class QLabel;
class QMenu;
class QSpinBox;
class QTimer;

namespace fracbit::gui {

class DecoderControls;
class MatrixView;
class NetlistView;

class DecoderPage : public Page {
    Q_OBJECT

public:
    explicit DecoderPage(QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString purpose() const override;
    /// Matrix files: text of 0s and 1s.
    [[nodiscard]] bool can_open(const QString& path, const QByteArray& head) const override;
    void open(const QString& path) override;
    [[nodiscard]] QStringList open_files() const override { return {request_.matrix_path}; }
    [[nodiscard]] QJsonObject state() const override;
    void restore(const QJsonObject& state) override;

    /// Null before the first.
    [[nodiscard]] const std::shared_ptr<const DecoderResult>& result() const { return result_; }

Q_SIGNALS:
    void result_shown();

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* make_controls();
    QWidget* make_views();
    QMenu* make_export_menu(QWidget* owner);
    /// Of exported files: by what is shown, which may not be what the controls ask for.
    [[nodiscard]] QString shown_name() const { return decoder_name(result_ ? result_->request : request_); }
    void begin_anew();
    void changed();
    void take(std::uint64_t number, const std::shared_ptr<const DecoderResult>& result, const QString& refusal);
    void show_message(const QString& message);
    void highlight(int output);
    void export_picture(QWidget& widget, const QString& suggestion);

    DecoderRequest request_;
    std::shared_ptr<const DecoderResult> result_;
    DecoderTableModel figures_;
    std::uint64_t asked_ = 0, told_ = 0;
    std::optional<int> wanted_output_; ///< of the last session, until the circuit is there

    DecoderControls* controls_ = nullptr;
    QLabel *message_ = nullptr, *status_ = nullptr;
    QSpinBox* output_ = nullptr;
    MatrixView* matrix_ = nullptr;
    NetlistView* netlist_ = nullptr;
    QTimer* slow_ = nullptr;
    LatestJob job_;
};

} // namespace fracbit::gui
