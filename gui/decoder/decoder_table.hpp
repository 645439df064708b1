// The figures of a decoder as a table.
#pragma once

#include "gui/decoder/decoder_design.hpp"

#include <QAbstractTableModel>

#include <vector>

namespace fracbit::gui {

class DecoderTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { name, value, unit, column_count };
    explicit DecoderTableModel(QObject* parent = nullptr);
    void show(std::vector<DecoderFigure> figures);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    std::vector<DecoderFigure> figures_;
};

} // namespace fracbit::gui
