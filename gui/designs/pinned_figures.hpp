// Figures of all pinned designs, each worked out once, in a thread of its own.
#pragma once

#include "gui/designs/design_figures.hpp"
#include "gui/designs/design_list.hpp"
#include "gui/support/latest_job.hpp"

#include <QObject>

#include <memory>
#include <vector>

namespace fracbit::gui {

class PinnedFigures : public QObject {
    Q_OBJECT

public:
    /// `designs` must outlive this object.
    explicit PinnedFigures(const DesignList& designs, QObject* parent = nullptr);

    struct Entry {
        Design design;
        std::shared_ptr<const DesignFigures> figures; ///< null until they are known
        QString refusal;                              ///< why there are none
    };
    /// One for each design of the list, in its order.
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
    [[nodiscard]] bool working() const;

Q_SIGNALS:
    void changed();

private:
    void follow();
    void work_out(const Design& design);
    void tell(const Design& design, const std::shared_ptr<const DesignFigures>& figures, const QString& refusal);

    const DesignList& designs_;
    std::vector<Entry> entries_;
    DesignEvaluator evaluator_; // outlives the thread
    LatestJob job_;
};

/// Whether two designs are one, whatever they are called.
bool same_design(const Design& a, const Design& b);

} // namespace fracbit::gui
