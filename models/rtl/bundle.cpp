#include "models/rtl/bundle.hpp"

#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"
#include "models/files/text_file.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace fracbit::models {
namespace {

namespace fs = std::filesystem;

/// Lists what an export wrote, so that a later one knows what it may replace.
const char* const list_name = "files.txt";

std::string list_of(const RtlBundle& bundle) {
    std::string list;
    for (const RtlFile& file : bundle.files) list += file.name + "\n";
    return list;
}

/// Throws unless the folder is empty, or holds what its own list names and nothing else.
void check_replaceable(const fs::path& folder) {
    if (!fs::is_directory(folder))
        throw ConfigError(fmt::format("'{}' is a file: give a folder for the RTL", folder.string()));
    const bool listed = fs::is_regular_file(folder / list_name);
    const std::string list = listed ? "\n" + read_text_file((folder / list_name).string()) : std::string();
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().lexically_relative(folder).generic_string();
        const bool known = name == list_name      ? listed
                           : entry.is_directory() ? list.find("\n" + name + "/") != std::string::npos
                                                  : list.find("\n" + name + "\n") != std::string::npos;
        if (!known)
            throw ConfigError(fmt::format(
                "folder '{}' holds '{}', which is no file of an earlier export: give an empty or a new folder",
                folder.string(), name));
    }
}

/// Removes a folder when it goes out of scope.
struct Removed {
    fs::path path;
    ~Removed() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

void write_files(const RtlBundle& bundle, const fs::path& folder) {
    const auto write = [&](const std::string& name, const std::string& text) {
        fs::create_directories((folder / name).parent_path());
        AtomicFile file((folder / name).string());
        file.write(text);
        file.commit();
    };
    for (const RtlFile& file : bundle.files) write(file.name, file.text);
    write(list_name, list_of(bundle));
}

/// Moves what is in the folder to `work`/old and what is in `work`/new to the folder; undoes it if that fails. The
/// folder itself stays: shells and simulators may be in it.
void replace_files(const fs::path& folder, const fs::path& work) {
    std::vector<std::pair<fs::path, fs::path>> moves;
    const auto plan = [&moves](const fs::path& from, const fs::path& to, const fs::path& but) {
        for (const fs::directory_entry& entry : fs::directory_iterator(from))
            if (entry.path() != but) moves.emplace_back(entry.path(), to / entry.path().filename());
    };
    plan(folder, work / "old", work);
    plan(work / "new", folder, {});
    fs::create_directory(work / "old");
    std::size_t done = 0;
    try {
        for (; done < moves.size(); ++done) fs::rename(moves[done].first, moves[done].second);
    } catch (const fs::filesystem_error&) {
        std::error_code ignored;
        while (done-- > 0) fs::rename(moves[done].second, moves[done].first, ignored);
        throw;
    }
}

} // namespace

const std::string& RtlBundle::text_of(const std::string& name) const {
    for (const RtlFile& file : files)
        if (file.name == name) return file.text;
    throw Error(fmt::format("the export has no file '{}'", name));
}

void write_bundle(const RtlBundle& bundle, const std::string& folder) {
    fs::path target = fs::path(folder).lexically_normal();
    if (!target.has_filename()) target = target.parent_path(); // "rtl/"
    try {
        const std::string suffix = fmt::format("-{}", ::getpid());
        if (!fs::exists(target)) {
            const Removed fresh{target.string() + ".tmp" + suffix};
            write_files(bundle, fresh.path);
            fs::rename(fresh.path, target);
            return;
        }
        target = fs::canonical(target);
        check_replaceable(target);
        const Removed work{target / (".tmp" + suffix)};
        write_files(bundle, work.path / "new");
        replace_files(target, work.path);
    } catch (const fs::filesystem_error& error) {
        throw IoError(fmt::format("cannot write the RTL to '{}': {}", folder, error.code().message()));
    }
}

} // namespace fracbit::models
