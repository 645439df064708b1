// Reads an event trace beside the window: one thread, of each kind of question the newest. All signals come in the
// thread of this object.
#pragma once

#include "traces/event_index.hpp"

#include <QObject>

#include <array>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace fracbit::gui {

class TraceLoader : public QObject {
    Q_OBJECT

public:
    using Index = std::shared_ptr<const traces::EventIndex>;
    using Window = std::shared_ptr<const traces::EventWindow>;

    /// A window that takes more reading than this is refused: the sums are fine enough there.
    static constexpr std::int64_t most_window_bytes = 8 << 20;

    explicit TraceLoader(QObject* parent = nullptr);
    ~TraceLoader() override; ///< cancels and waits

    void open(const QString& path); ///< then `opened` or `open_failed`, unless it is cancelled or another is opened
    void cancel_open();
    void load_window(const Index& index, std::int64_t begin, std::int64_t end);
    void look_up(const Index& index, std::int64_t cycle);
    void find_stall(const Index& index, std::int64_t cycle, std::optional<traces::LaneId> lane, bool forward);
    void forget_stall() { ++stall_number_; } ///< one that was asked for is not told any more

Q_SIGNALS:
    void progressed(double share);
    void opened(const fracbit::gui::TraceLoader::Index& index);
    void open_failed(const QString& message);
    void window_loaded(const fracbit::gui::TraceLoader::Index& index, const fracbit::gui::TraceLoader::Window& window);
    void looked_up(const fracbit::gui::TraceLoader::Index& index, const fracbit::gui::TraceLoader::Window& cycle);
    /// Begin of the stall and its lane; nothing if there is none in that direction.
    void stall_found(const fracbit::gui::TraceLoader::Index& index, const std::optional<fracbit::traces::EventRow>& row,
                     bool forward);
    void read_failed(const fracbit::gui::TraceLoader::Index& index, const QString& message);

private:
    enum Kind { opening, cursor, stall, window, kinds };
    using Task = std::function<void()>;
    using Report = std::function<void(const QString&)>; ///< called in this object's thread
    /// `task` replaces a waiting one of the same kind; what it throws goes to `report`.
    void submit(Kind kind, Task task, Report report);
    [[nodiscard]] Report read_report(const Index& index);
    void work();
    void post(Task task); ///< to this object's thread

    std::mutex mutex_;
    std::condition_variable wake_;
    std::array<Task, kinds> waiting_;
    std::atomic<bool> stopping_ = false;
    std::atomic<int> open_number_ = 0, window_number_ = 0; ///< of the newest: older ones stop
    int stall_number_ = 0;                                 ///< of those that are to be told; of this object's thread
    std::thread thread_;
};

} // namespace fracbit::gui
