#include "gui/timeline/start_sheet.hpp"

#include "gui/support/named_button.hpp"
#include "gui/support/shipped_files.hpp"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace fracbit::gui {

StartSheet::StartSheet(QWidget* parent) : QWidget(parent) {
    auto* text =
        new QLabel(tr("Open an event trace, which `fracbit simulate --trace events=FILE` writes, or look at the "
                      "sample first."),
                   this);
    text->setObjectName(QStringLiteral("timeline_hint"));
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    QPushButton* open =
        named_button(tr("Open a t&race..."), "timeline_open_first", tr("Choose a file *.events.csv (Ctrl+O)"), this);
    QPushButton* sample = named_button(tr("Open the &sample"), "timeline_sample",
                                       tr("Two layers in 60 cycles, a trace that comes with the program"), this);
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(open);
    row->addWidget(sample);
    row->addStretch();
    auto* column = new QVBoxLayout(this);
    column->addStretch();
    column->addWidget(text);
    column->addLayout(row);
    column->addStretch();
    connect(open, &QPushButton::clicked, this, &StartSheet::open_asked);
    connect(sample, &QPushButton::clicked, this, &StartSheet::look_for_sample);
}

void StartSheet::look_for_sample() {
    const auto name = QStringLiteral("traces/samples/sample.events.csv");
    const QString path = shipped_file(name);
    if (path.isEmpty())
        Q_EMIT failed(tr("The sample %1 is neither beside the program nor in its source folder; install fracbit anew.")
                          .arg(name));
    else
        Q_EMIT sample_wanted(path);
}

} // namespace fracbit::gui
