# The tables of duibiao in R: workload of units, and growth goals side by side.
#
#   duibiao parse datasets/notices -o tables --format parquet,csv
#   Rscript notebooks/tables.R tables
#
# With the package arrow the Parquet files are read; without it the CSV files, whose lists are joined with " / ".

folder <- commandArgs(trailingOnly = TRUE)
folder <- if (length(folder) > 0) folder[[1]] else "tables"

read_table <- function(name) {
  parquet <- file.path(folder, paste0(name, ".parquet"))
  if (requireNamespace("arrow", quietly = TRUE) && file.exists(parquet)) {
    return(as.data.frame(arrow::read_parquet(parquet)))
  }
  read.csv(file.path(folder, paste0(name, ".csv")), fileEncoding = "UTF-8-BOM", check.names = FALSE)
}

notices <- read_table("notices")
assignments <- read_table("assignments")
targets <- read_table("targets")
tasks <- read_table("tasks")

cat("Notices:\n")
print(notices[, c("notice_id", "year", "kind", "tasks")], row.names = FALSE)

# how many tasks each unit leads, the three with most in each notice
leads <- merge(assignments[assignments$role == "lead", c("task_id", "unit")], tasks[, c("task_id", "notice_id")])
counts <- aggregate(task_id ~ notice_id + unit, data = unique(leads), FUN = length)
names(counts)[3] <- "leads"
counts <- counts[order(counts$notice_id, -counts$leads, counts$unit), ]
cat("\nUnits that lead most:\n")
print(do.call(rbind, lapply(split(counts, counts$notice_id), head, 3)), row.names = FALSE)

# growth goals of the year, as printed
is_main <- tolower(as.character(targets$main)) == "true"
growth <- targets[is_main & targets$aspect == "growth" & targets$statement == "target", ]
cat("\nGrowth goals:\n")
print(growth[order(growth$indicator, growth$notice_id), c("notice_id", "indicator", "op", "value", "raw")], row.names = FALSE)
