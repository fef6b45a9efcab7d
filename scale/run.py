"""What spark-submit starts."""

from duibiao_scale.job import main

main()
