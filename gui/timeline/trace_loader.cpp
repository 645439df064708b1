#include "gui/timeline/trace_loader.hpp"

#include "gui/support/text.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <utility>

namespace fracbit::gui {

TraceLoader::TraceLoader(QObject* parent) : QObject(parent), thread_([this] { work(); }) {}

TraceLoader::~TraceLoader() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void TraceLoader::submit(Kind kind, Task task, Report heard) {
    Task guarded = [this, task = std::move(task), heard = std::move(heard)] {
        const auto report = [&](const QString& message) { post([heard, message] { heard(message); }); };
        try {
            task();
        } catch (const std::bad_alloc&) {
            report(tr("There is not enough memory to read this trace; close other programs and try again."));
        } catch (const std::exception& error) {
            report(to_qt(error.what()));
        }
    };
    {
        const std::lock_guard lock(mutex_);
        waiting_[kind] = std::move(guarded);
    }
    wake_.notify_all();
}

TraceLoader::Report TraceLoader::read_report(const Index& index) {
    return [this, index](const QString& message) { Q_EMIT read_failed(index, message); };
}

void TraceLoader::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        const auto next = std::find_if(waiting_.begin(), waiting_.end(), [](const Task& task) { return bool(task); });
        if (stopping_) return;
        if (next == waiting_.end()) {
            wake_.wait(lock);
            continue;
        }
        const Task task = std::exchange(*next, {});
        lock.unlock();
        task();
        lock.lock();
    }
}

void TraceLoader::post(Task task) { QMetaObject::invokeMethod(this, std::move(task), Qt::QueuedConnection); }

void TraceLoader::open(const QString& path) {
    const int number = ++open_number_;
    const auto open = [this, number, path = to_std(path)] {
        traces::OpenCallbacks callbacks;
        callbacks.cancelled = [this, number] { return stopping_ || open_number_ != number; };
        int last_percent = -1;
        callbacks.progress = [this, number, &last_percent](double share) {
            const auto percent = static_cast<int>(share * 100);
            if (percent == last_percent) return;
            last_percent = percent;
            post([this, number, share] {
                if (open_number_ == number) Q_EMIT progressed(share);
            });
        };
        const Index index = traces::EventIndex::open(path, callbacks);
        post([this, number, index] {
            if (index != nullptr && open_number_ == number) Q_EMIT opened(index);
        });
    };
    submit(opening, open, [this, number](const QString& message) {
        if (open_number_ == number) Q_EMIT open_failed(message);
    });
}

void TraceLoader::cancel_open() { ++open_number_; }

void TraceLoader::load_window(const Index& index, std::int64_t begin, std::int64_t end) {
    const int number = ++window_number_;
    const auto load = [this, number, index, begin, end] {
        const auto outdated = [this, number] { return stopping_ || window_number_ != number; };
        if (index->bytes_to_read(begin, end) > most_window_bytes) return;
        auto found = index->window(begin, end, outdated);
        if (!found) return;
        const auto loaded = std::make_shared<const traces::EventWindow>(std::move(*found));
        post([this, index, loaded] { Q_EMIT window_loaded(index, loaded); });
    };
    submit(window, load, read_report(index));
}

void TraceLoader::look_up(const Index& index, std::int64_t cycle) {
    const auto look = [this, index, cycle] {
        const auto found = std::make_shared<const traces::EventWindow>(*index->window(cycle, cycle + 1));
        post([this, index, found] { Q_EMIT looked_up(index, found); });
    };
    submit(cursor, look, read_report(index));
}

void TraceLoader::find_stall(const Index& index, std::int64_t cycle, std::optional<traces::LaneId> lane, bool forward) {
    const auto find = [this, number = stall_number_, index, cycle, lane, forward] {
        const auto row = forward ? index->next_stall(cycle, lane) : index->previous_stall(cycle, lane);
        post([this, number, index, row, forward] {
            if (stall_number_ == number) Q_EMIT stall_found(index, row, forward);
        });
    };
    submit(stall, find, read_report(index));
}

} // namespace fracbit::gui
