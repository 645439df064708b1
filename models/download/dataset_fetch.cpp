#include "models/download/dataset_fetch.hpp"

#include "models/download/download.hpp"
#include "models/files/atomic_file.hpp"
#include "models/files/md5.hpp"
#include "models/files/tar_gz.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <unistd.h>

namespace fracbit::models {
namespace {

namespace fs = std::filesystem;

/// A folder that is gone, with all in it, when the work is over or has failed.
class ScratchFolder {
public:
    explicit ScratchFolder(std::string path) : path_(std::move(path)) { make_folder(path_); }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

    static void make_folder(const std::string& path) {
        std::error_code problem;
        fs::create_directories(path, problem);
        if (problem) throw IoError(fmt::format("cannot make the folder '{}': {}", path, problem.message()));
    }

private:
    std::string path_;
};

class Fetcher {
public:
    Fetcher(const OfficialSet& set, const std::string& folder, const FetchOptions& options)
        : set_(set), options_(options), result_{(fs::path(folder) / set.folder).lexically_normal().string(), {}, {}},
          mirrors_(options.from.empty() ? set.mirrors : std::vector<std::string>{options.from}) {
        if (!options.from.empty() && options.from.find("://") == std::string::npos)
            throw ConfigError(fmt::format(
                "--from {}: use the URL of a folder, as https://host/folder or file:///folder", options.from));
        for (std::string& mirror : mirrors_)
            if (mirror.back() != '/') mirror += '/';
    }

    FetchResult run() {
        ScratchFolder::make_folder(result_.folder);
        try {
            if (set_.members.empty())
                for (const OfficialFile& file : set_.files) fetch(file);
            else
                fetch_archive(set_.files.front());
        } catch (...) {
            std::error_code ignored;
            fs::remove(result_.folder, ignored); // only if it is empty
            throw;
        }
        return std::move(result_);
    }

private:
    [[nodiscard]] std::string place(const std::string& name) const { return result_.folder + "/" + name; }

    void fetch(const OfficialFile& file) {
        if (fs::is_regular_file(place(file.name)) && md5_of_file(place(file.name)) == file.md5) {
            result_.present.push_back(file.name);
            return;
        }
        get(file)->commit();
        result_.fetched.push_back(file.name);
    }

    void fetch_archive(const OfficialFile& file) {
        if (members_are_good()) {
            result_.present = set_.members;
            return;
        }
        const auto archive = get(file);
        const ScratchFolder scratch(fmt::format("{}/unpacked.tmp-{}", result_.folder, ::getpid()));
        unpack_tar_gz(archive->temporary_path(), scratch.path(), set_.members, [&](std::int64_t bytes) {
            if (options_.progress) options_.progress({file.name, true, bytes, 0});
        });
        AtomicFile sums(place(member_sums_name));
        for (const std::string& name : set_.members) {
            const std::string from = scratch.path() + "/" + name;
            sums.write(fmt::format("{}  {}\n", md5_of_file(from), name));
            std::error_code problem;
            fs::rename(from, place(name), problem);
            if (problem) throw IoError(fmt::format("cannot write '{}': {}", place(name), problem.message()));
        }
        sums.commit();
        result_.fetched = set_.members;
    }

    [[nodiscard]] bool members_are_good() const {
        for (const FileCheck& check : check_files(set_, result_.folder))
            if (check.state != FileState::official) return false;
        return true;
    }

    /// From the first mirror that gives the right bytes; not yet under its name, but all of it on disk.
    std::unique_ptr<AtomicFile> get(const OfficialFile& file) {
        std::string reasons;
        for (const std::string& mirror : mirrors_) {
            auto out = std::make_unique<AtomicFile>(place(file.name));
            try {
                get(file, mirror + file.name, *out);
                return out;
            } catch (const DownloadError& error) {
                reasons += fmt::format("\n  {}: {}", mirror + file.name, error.what());
            }
        }
        throw DownloadError(fmt::format(
            "cannot get '{}':{}\ncheck the network, give another folder with --from URL, or put the file into '{}' by "
            "hand",
            file.name, reasons, result_.folder));
    }

    void get(const OfficialFile& file, const std::string& url, AtomicFile& out) const {
        Md5 sum;
        std::int64_t bytes = 0;
        DownloadOptions how;
        how.most_bytes = file.bytes;
        how.progress = [&](std::int64_t done) {
            if (options_.progress) options_.progress({file.name, false, done, file.bytes});
        };
        download(url, how, [&](std::string_view part) {
            out.write(part);
            sum.add({reinterpret_cast<const std::uint8_t*>(part.data()), part.size()});
            bytes += static_cast<std::int64_t>(part.size());
        });
        if (bytes != file.bytes)
            throw DownloadError(fmt::format("it has {} bytes, the published file has {}", bytes, file.bytes));
        if (const std::string found = sum.finish(); found != file.md5)
            throw DownloadError(fmt::format("its MD5 sum is {}, that of the published file is {}", found, file.md5));
        out.flush();
    }

    const OfficialSet& set_;
    const FetchOptions& options_;
    FetchResult result_;
    std::vector<std::string> mirrors_;
};

} // namespace

FetchResult fetch_dataset(const OfficialSet& set, const std::string& folder, const FetchOptions& options) {
    return Fetcher(set, folder, options).run();
}

} // namespace fracbit::models
