#include "gui/support/plot_style.hpp"

#include "gui/support/qcustomplot.hpp"
#include "gui/support/save_dialog.hpp"
#include "gui/support/text.hpp"
#include "gui/support/theme.hpp"
#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"

#include <QBuffer>
#include <QFileInfo>
#include <QPdfWriter>
#include <QScopeGuard>
#include <QSvgGenerator>

#include <functional>

namespace fracbit::gui {
namespace {

constexpr double png_scale = 2; // of the screen's pixels: sharp in a paper

void style_axis(QCPAxis& axis, const PlotColors& colors, const QFont& font) {
    axis.setBasePen(QPen(colors.text));
    axis.setTickPen(QPen(colors.text));
    axis.setSubTickPen(QPen(colors.faint));
    axis.setTickLabelColor(colors.text);
    axis.setLabelColor(colors.text);
    axis.setLabelFont(font);
    axis.setTickLabelFont(font);
    axis.grid()->setPen(QPen(colors.grid));
    axis.grid()->setSubGridVisible(false);
    axis.grid()->setZeroLinePen(QPen(colors.grid));
}

using PaintOn = std::function<void(QPaintDevice&)>;

QByteArray svg_of(QSize size, const QString& title, const PaintOn& paint) {
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    generator.setTitle(title);
    paint(generator);
    return buffer.data();
}

QByteArray pdf_of(QSize size, const PaintOn& paint) {
    constexpr int dots_per_inch = 96;
    constexpr double points_per_dot = 72.0 / dots_per_inch;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(dots_per_inch);
    writer.setPageSize(QPageSize(QSizeF(size) * points_per_dot, QPageSize::Point));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    paint(writer);
    return buffer.data();
}

QByteArray png_of(QSize size, const PaintOn& paint) {
    QImage image(size * png_scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(png_scale);
    image.fill(Qt::transparent);
    paint(image);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

void save_picture(const QString& path, QSize size, const PaintOn& paint) {
    const QString ending = QFileInfo(path).suffix().toLower();
    QByteArray bytes;
    if (ending == QLatin1String("svg"))
        bytes = svg_of(size, QFileInfo(path).completeBaseName(), paint);
    else if (ending == QLatin1String("pdf"))
        bytes = pdf_of(size, paint);
    else if (ending == QLatin1String("png"))
        bytes = png_of(size, paint);
    else
        throw ConfigError(to_std(path) + ": pictures are written as .svg, .pdf or .png; choose one of these endings");
    models::AtomicFile file(to_std(path));
    file.write({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    file.commit();
}

} // namespace

void style_plot(QCustomPlot& plot) {
    const PlotColors colors = plot_colors(plot.palette());
    const QFont font = plot.font();
    plot.setBackground(QBrush(colors.background));
    for (QCPAxisRect* rect : plot.axisRects())
        for (QCPAxis* axis : rect->axes()) style_axis(*axis, colors, font);
    if (plot.legend == nullptr) return;
    plot.legend->setFont(font);
    plot.legend->setTextColor(colors.text);
    QColor behind = colors.background;
    constexpr int mostly_opaque = 225;
    behind.setAlpha(mostly_opaque);
    plot.legend->setBrush(QBrush(behind));
    plot.legend->setBorderPen(QPen(colors.grid));
}

void save_plot(QCustomPlot& plot, const QString& path) {
    const QSize size = plot.size();
    save_picture(path, size, [&plot, size](QPaintDevice& device) {
        QCPPainter painter;
        painter.begin(&device);
        painter.setMode(QCPPainter::pmVectorized);
        painter.setMode(QCPPainter::pmNoCaching);
        plot.toPainter(&painter, size.width(), size.height());
        painter.end();
    });
}

void save_widget(QWidget& widget, const QString& path) {
    const bool focus = widget.hasFocus();
    if (focus) widget.clearFocus(); // where the keyboard is, is nothing for a picture
    const auto give_back = qScopeGuard([&widget, focus] {
        if (focus) widget.setFocus();
    });
    save_picture(path, widget.size(), [&widget](QPaintDevice& device) {
        QPainter painter(&device);
        painter.fillRect(widget.rect(), widget.palette().color(widget.backgroundRole()));
        widget.render(&painter, {}, {}, QWidget::DrawChildren);
    });
}

QString ask_picture_path(QWidget* parent, const QString& suggestion) {
    return ask_save_path(parent, {QObject::tr("Export picture"),
                                  suggestion,
                                  {{QObject::tr("SVG drawing"), QStringLiteral("svg")},
                                   {QObject::tr("PDF drawing"), QStringLiteral("pdf")},
                                   {QObject::tr("PNG picture"), QStringLiteral("png")}}});
}

} // namespace fracbit::gui
